using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Emulator.Nemesis.Checking;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Tests.Nemesis.Checking;

/// <summary>A history made by hand. Times are seconds; a new event happens at the time of the last <see cref="At"/>.</summary>
internal sealed class Story
{
    private readonly List<HistoryEvent> _events = [];
    private TimeSpan _now;
    private int _sent;

    public static ProcessName P0 { get; } = new(0, 1);

    public static ProcessName P1 { get; } = new(1, 1);

    public static TableName A { get; } = new("main", "test", "a");

    public static TableName B { get; } = new("main", "test", "b");

    public Story At(double seconds)
    {
        _now = TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Story Sent(string id, string? group = null, bool isPoison = false, params TableName[] tables) =>
        Add(
            new MessageSent(
                _now, id, group, _sent++, (tables.Length == 0 ? [A] : tables).ToDictionary(table => table, _ => 1), isPoison));

    public Story Invoked(int number, ProcessName process, params string[] ids) =>
        Add(new InvocationStarted(_now, number, process, TimeSpan.FromSeconds(8), [.. ids.Select(id => (id, 1))]));

    public Story Answered(int number, params string[] done) => Ended(number, InvocationEnding.Answered, done);

    public Story Ended(int number, InvocationEnding ending, params string[] done) =>
        Add(new InvocationEnded(_now, number, ending, done.ToHashSet()));

    public Story Opened(long stream, ProcessName process, TableName? table = null) =>
        Add(new StreamRequested(_now, stream, process, table ?? A)).Add(new StreamOpened(_now, stream));

    public Story Closed(long stream, StatusCode status = StatusCode.Unavailable) => Add(new StreamEnded(_now, stream, status));

    public Story Row(long stream, long offset, string id, TableName? table = null) =>
        Add(new RowReceived(_now, stream, offset, new RowKey(table ?? A, id, 0)));

    public Story Refused(long stream, long offset, string id, TableName? table = null) =>
        Row(stream, offset, id, table).Add(new RowRejected(_now, stream, offset, new RowKey(table ?? A, id, 0))).Closed(stream);

    public Story Committed(long stream, long offset) => Add(new RequestCommitted(_now, stream, offset));

    public Story Acked(long stream, long upTo) => Add(new AckSent(_now, stream, upTo));

    /// <summary>A row that arrives, is durable and is acked.</summary>
    public Story Landed(long stream, long offset, string id, TableName? table = null) =>
        Row(stream, offset, id, table).Committed(stream, offset).Acked(stream, offset);

    public Story Began(int number, NemesisFault kind, ProcessName? process = null, TableName? table = null) =>
        Add(new FaultBegan(_now, number, kind, process, table));

    public Story Over(int number) => Add(new FaultEnded(_now, number));

    public Story Dead(string id, int receives = 5) => Add(new DeadLettered(_now, id, receives));

    public Story Add(HistoryEvent e)
    {
        _events.Add(e);
        return this;
    }

    /// <summary>The story of a run that ended well.</summary>
    public Story Drained(bool hasDrained = true) => Add(new RunEnded(_now, hasDrained));

    /// <summary>Holds that exactly this law is violated, once.</summary>
    public void Violates(DeliveryLaw law)
    {
        var verdict = Check();
        var violation = Assert.Single(verdict.Violations);
        Assert.True(violation.Law == law, verdict.ToString());
    }

    /// <summary>Holds that the law was tested, and that no law is violated.</summary>
    public void Keeps(DeliveryLaw law)
    {
        var verdict = Check();
        Assert.True(verdict.Violations.Count == 0, verdict.ToString());
        Assert.True(verdict.Checks.GetValueOrDefault(law) > 0, verdict.ToString());
    }

    /// <summary>Holds that the law was not tested, and that no law is violated.</summary>
    public void IsNotJudged(DeliveryLaw law)
    {
        var verdict = Check();
        Assert.True(verdict.Violations.Count == 0, verdict.ToString());
        Assert.DoesNotContain(law, verdict.Checks.Keys);
    }

    /// <summary>The verdict.</summary>
    /// <param name="checksTimeAndMemory">As <see cref="Limits.ChecksTimeAndMemory"/>.</param>
    public NemesisVerdict Check(bool checksTimeAndMemory = true) => HistoryChecker.Check(
        _events, new Limits { ResidentBytes = 100 * 1024 * 1024, ChecksTimeAndMemory = checksTimeAndMemory });
}
