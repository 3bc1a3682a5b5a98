using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Batches;
using SqsIngestor.Pipeline.Deduplication;
using SqsIngestor.Pipeline.Tests.Fakes;

namespace SqsIngestor.Pipeline.Tests.Batches;

public sealed class MessageLedgerTests
{
    private static readonly Dictionary<MessageOutcome, Action<MessageLedger, int>> Ways = new()
    {
        [MessageOutcome.NotSent] = static (_, _) => { },
        [MessageOutcome.InFlight] = static (ledger, m) => ledger.Sent(m, EncodeOutcome.Rows),
        [MessageOutcome.DuplicateInBatch] = static (ledger, m) => ledger.Duplicates(m, ledger.Add(default, 0, 0, default)),
        [MessageOutcome.SentEarlier] = static (ledger, m) => ledger.WasSentEarlier(m, new PendingDelivery()),
        [MessageOutcome.Acked] = static (ledger, m) => Ack(ledger, m, EncodeOutcome.Rows),
        [MessageOutcome.Quarantined] = static (ledger, m) => Ack(ledger, m, EncodeOutcome.Quarantined),
        [MessageOutcome.Dropped] = static (ledger, m) => Ack(ledger, m, EncodeOutcome.Dropped),
        [MessageOutcome.Deduplicated] = static (ledger, m) => ledger.WasDurable(m),
        [MessageOutcome.RecordFailed] = static (ledger, m) => ledger.Refused(m),
        [MessageOutcome.StreamFailed] = static (ledger, m) => ledger.StreamFailed(m, mayRetry: true),
        [MessageOutcome.AckPending] = static (ledger, m) =>
        {
            ledger.Sent(m, EncodeOutcome.Rows);
            ledger.TimedOut(m);
        },
    };

    private static readonly Dictionary<string, Action<MessageLedger, int>> Happenings = new()
    {
        ["RowSent"] = static (ledger, m) => ledger.RowSent(m, Row(0)),
        ["Sent"] = static (ledger, m) => ledger.Sent(m, EncodeOutcome.Rows),
        ["Duplicates"] = static (ledger, m) => ledger.Duplicates(m, ledger.Add(default, 0, 0, default)),
        ["WasSentEarlier"] = static (ledger, m) => ledger.WasSentEarlier(m, new PendingDelivery()),
        ["WasDurable"] = static (ledger, m) => ledger.WasDurable(m),
        ["Acked"] = static (ledger, m) => ledger.Acked(m),
        ["AckedLate"] = static (ledger, m) => ledger.AckedLate(m),
        ["Refused"] = static (ledger, m) => ledger.Refused(m),
        ["StreamFailed"] = static (ledger, m) => ledger.StreamFailed(m, mayRetry: true),
        ["SentInPart"] = static (ledger, m) => ledger.SentInPart(m, PartCause.Stream),
        ["Withdrawn"] = static (ledger, m) => ledger.Withdrawn(m),
        ["Retry"] = static (ledger, m) => ledger.Retry(m),
        ["TimedOut"] = static (ledger, m) => ledger.TimedOut(m),
        ["OriginalSettled"] = static (ledger, m) => ledger.OriginalSettled(m),
    };

    /// <summary>Every transition. What is not here must throw.</summary>
    private static readonly Dictionary<(MessageOutcome From, string Happening), MessageOutcome> Transitions = new()
    {
        [(MessageOutcome.NotSent, "RowSent")] = MessageOutcome.NotSent,
        [(MessageOutcome.NotSent, "Sent")] = MessageOutcome.InFlight,
        [(MessageOutcome.NotSent, "Duplicates")] = MessageOutcome.DuplicateInBatch,
        [(MessageOutcome.NotSent, "WasSentEarlier")] = MessageOutcome.SentEarlier,
        [(MessageOutcome.NotSent, "WasDurable")] = MessageOutcome.Deduplicated,
        [(MessageOutcome.NotSent, "Refused")] = MessageOutcome.RecordFailed,
        [(MessageOutcome.NotSent, "StreamFailed")] = MessageOutcome.StreamFailed,
        [(MessageOutcome.NotSent, "TimedOut")] = MessageOutcome.NotSent,
        [(MessageOutcome.NotSent, "SentInPart")] = MessageOutcome.InFlight,
        [(MessageOutcome.InFlight, "Withdrawn")] = MessageOutcome.NotSent,
        [(MessageOutcome.StreamFailed, "Retry")] = MessageOutcome.NotSent,
        [(MessageOutcome.InFlight, "Acked")] = MessageOutcome.Acked,
        [(MessageOutcome.InFlight, "Refused")] = MessageOutcome.RecordFailed,
        [(MessageOutcome.InFlight, "StreamFailed")] = MessageOutcome.StreamFailed,
        [(MessageOutcome.InFlight, "TimedOut")] = MessageOutcome.AckPending,
        [(MessageOutcome.SentEarlier, "Acked")] = MessageOutcome.Deduplicated,
        [(MessageOutcome.SentEarlier, "Refused")] = MessageOutcome.RecordFailed,
        [(MessageOutcome.SentEarlier, "StreamFailed")] = MessageOutcome.StreamFailed,
        [(MessageOutcome.SentEarlier, "TimedOut")] = MessageOutcome.AckPending,
        [(MessageOutcome.AckPending, "AckedLate")] = MessageOutcome.Acked,
        // The original of the way here was never sent.
        [(MessageOutcome.DuplicateInBatch, "OriginalSettled")] = MessageOutcome.NotSent,
    };

    public static TheoryData<string, string> EveryHappeningInEveryState()
    {
        var data = new TheoryData<string, string>();
        foreach (var outcome in Enum.GetNames<MessageOutcome>())
        {
            foreach (var happening in Happenings.Keys) data.Add(outcome, happening);
        }
        return data;
    }

    public static TheoryData<string> EveryOutcome() => [.. Enum.GetNames<MessageOutcome>()];

    private static SentRow Row(long offset) => new(0, 0, new FakeStream("t"), offset, 0);

    private static void Ack(MessageLedger ledger, int message, EncodeOutcome encoded)
    {
        ledger.Sent(message, encoded);
        ledger.Acked(message);
    }

    private static (MessageLedger Ledger, int Message) In(MessageOutcome outcome)
    {
        var ledger = new MessageLedger();
        var message = ledger.Add(3..7, 42, 2, default);
        Ways[outcome](ledger, message);
        Assert.Equal(outcome, ledger.OutcomeOf(message));
        return (ledger, message);
    }

    [Theory]
    [MemberData(nameof(EveryHappeningInEveryState))]
    public void Happening_InEachState_MovesOrThrows(string state, string happening)
    {
        var from = Enum.Parse<MessageOutcome>(state);
        var (ledger, message) = In(from);

        if (Transitions.TryGetValue((from, happening), out var to))
        {
            Happenings[happening](ledger, message);
            Assert.Equal(to, ledger.OutcomeOf(message));
            return;
        }

        var error = Assert.Throws<InvalidOperationException>(() => Happenings[happening](ledger, message));
        Assert.Contains(state, error.Message, StringComparison.Ordinal);
        Assert.Equal(from, ledger.OutcomeOf(message));
    }

    [Theory]
    [MemberData(nameof(EveryOutcome))]
    public void HasSucceeded_EachOutcome_IsTrueForTheFourSuccesses(string name)
    {
        var outcome = Enum.Parse<MessageOutcome>(name);
        var (ledger, message) = In(outcome);

        var succeeds = outcome
            is MessageOutcome.Acked or MessageOutcome.Quarantined or MessageOutcome.Dropped or MessageOutcome.Deduplicated;

        Assert.Equal(succeeds, ledger.HasSucceeded(message));
        Assert.Equal(succeeds ? 1 : 0, ledger.Succeeded);
        Assert.InRange(ledger[outcome], 1, 2);
    }

    [Fact]
    public void Add_Message_HasFailedUntilMoreIsKnown()
    {
        var ledger = new MessageLedger();

        var message = ledger.Add(3..7, 42, 2, default);

        Assert.Equal((0, MessageOutcome.NotSent, false), (message, ledger.OutcomeOf(message), ledger.HasSucceeded(message)));
        Assert.Equal((3..7, (UInt128)42, 2), (ledger.IdOf(message), ledger.KeyOf(message), ledger.ReceiveCountOf(message)));
        Assert.Equal((1, 0, 1), (ledger.Count, ledger.Succeeded, ledger[MessageOutcome.NotSent]));
    }

    [Fact]
    public void Add_MoreThanFit_KeepsTheFirstOnes()
    {
        var ledger = new MessageLedger();
        for (var i = 0; i < 1000; i++) Assert.Equal(i, ledger.Add(default, (UInt128)i, 0, default));

        Assert.Equal((UInt128)7, ledger.KeyOf(7));
        Assert.Equal(1000, ledger.Count);
    }

    [Fact]
    public void Rows_OfTwoMessages_BelongToTheirMessage()
    {
        var ledger = new MessageLedger();
        var (first, second) = (ledger.Add(default, 1, 0, default), ledger.Add(default, 2, 0, default));
        ledger.RowSent(first, Row(10));
        ledger.RowSent(first, Row(11));
        ledger.Sent(first, EncodeOutcome.Rows);
        ledger.RowSent(second, Row(12));
        ledger.Sent(second, EncodeOutcome.Rows);

        Assert.Equal((2, 1), (ledger.RowCountOf(first), ledger.RowCountOf(second)));
        Assert.Equal((10L, 11L), (ledger.RowOf(first, 0).Offset, ledger.RowOf(first, 1).Offset));
        Assert.Equal(12L, ledger.RowOf(second, 0).Offset);
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.RowOf(second, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.RowOf(second, -1));
    }

    [Fact]
    public void RowSent_BetweenRowsOfAnotherMessage_Throws()
    {
        var ledger = new MessageLedger();
        var (first, second) = (ledger.Add(default, 1, 0, default), ledger.Add(default, 2, 0, default));
        ledger.RowSent(first, Row(0));
        ledger.RowSent(second, Row(1));

        Assert.Throws<InvalidOperationException>(() => ledger.RowSent(first, Row(2)));
    }

    [Fact]
    public void DurableRows_CountOnlyRowsOfAckedMessages()
    {
        var ledger = new MessageLedger();
        var (acked, refused) = (ledger.Add(default, 1, 0, default), ledger.Add(default, 2, 0, default));
        foreach (var message in (int[])[acked, refused])
        {
            ledger.SetRows(message, shape: 1, missing: 1);
            ledger.RowSent(message, Row(0));
            ledger.Sent(message, EncodeOutcome.Rows);
        }
        ledger.Acked(acked);
        ledger.Refused(refused);

        Assert.Equal(1, ledger.DurableRows);
    }

    [Fact]
    public void Sent_NotEncodable_Throws()
    {
        var (ledger, message) = In(MessageOutcome.NotSent);

        Assert.Throws<ArgumentException>(() => ledger.Sent(message, EncodeOutcome.Failed));
    }

    [Theory]
    [InlineData(nameof(MessageOutcome.Acked), nameof(MessageOutcome.Deduplicated))]
    [InlineData(nameof(MessageOutcome.Quarantined), nameof(MessageOutcome.Deduplicated))]
    [InlineData(nameof(MessageOutcome.Deduplicated), nameof(MessageOutcome.Deduplicated))]
    [InlineData(nameof(MessageOutcome.RecordFailed), nameof(MessageOutcome.NotSent))]
    [InlineData(nameof(MessageOutcome.StreamFailed), nameof(MessageOutcome.NotSent))]
    [InlineData(nameof(MessageOutcome.AckPending), nameof(MessageOutcome.NotSent))]
    public void OriginalSettled_EachOutcomeOfTheOriginal_IsShared(string original, string expected)
    {
        var (ledger, message) = In(MessageOutcome.NotSent);
        var duplicate = ledger.Add(default, 42, 0, default);
        ledger.Duplicates(duplicate, message);
        Ways[Enum.Parse<MessageOutcome>(original)](ledger, message);

        ledger.OriginalSettled(duplicate);

        Assert.Equal(Enum.Parse<MessageOutcome>(expected), ledger.OutcomeOf(duplicate));
    }

    [Fact]
    public void OriginalSettled_OriginalStillInFlight_Throws()
    {
        var (ledger, message) = In(MessageOutcome.InFlight);
        var duplicate = ledger.Add(default, 42, 0, default);
        ledger.Duplicates(duplicate, message);

        Assert.Throws<InvalidOperationException>(() => ledger.OriginalSettled(duplicate));
        Assert.Throws<ArgumentException>(() => ledger.Duplicates(message, message));
    }

    [Fact]
    public void EarlierOf_SentEarlier_IsWhatTheMemoryKnows()
    {
        var (ledger, message) = In(MessageOutcome.NotSent);
        Assert.Throws<InvalidOperationException>(() => { _ = ledger.EarlierOf(message); });
        var earlier = new PendingDelivery();

        ledger.WasSentEarlier(message, earlier);

        Assert.Same(earlier, ledger.EarlierOf(message));
    }

    [Fact]
    public void Clear_AfterABatch_ForgetsEverything()
    {
        var (ledger, message) = In(MessageOutcome.Acked);

        ledger.Clear();

        Assert.Equal((0, 0, 0, 0), (ledger.Count, ledger.Succeeded, ledger.DurableRows, ledger[MessageOutcome.Acked]));
        Assert.Throws<ArgumentOutOfRangeException>(() => ledger.OutcomeOf(message));
    }

    [Theory]
    [InlineData((int)PartCause.Stream, (int)MessageOutcome.StreamFailed)]
    [InlineData((int)PartCause.NoRoom, (int)MessageOutcome.StreamFailed)]
    [InlineData((int)PartCause.Deadline, (int)MessageOutcome.StreamFailed)]
    [InlineData((int)PartCause.Message, (int)MessageOutcome.RecordFailed)]
    public void Acked_SentInPart_IsTheFailureAndCountsNoRow(int cause, int failure)
    {
        var (ledger, message) = In(MessageOutcome.NotSent);
        ledger.SetRows(message, shape: 1, missing: 2);
        ledger.RowSent(message, Row(0));
        ledger.SentInPart(message, (PartCause)cause);

        ledger.Acked(message);

        Assert.Equal(((MessageOutcome)failure, 0), (ledger.OutcomeOf(message), ledger.DurableRows));
    }

    [Fact]
    public void CanRetry_OnceAndOnlyIfTheStreamTookIt()
    {
        var (ledger, message) = In(MessageOutcome.NotSent);
        ledger.StreamFailed(message, mayRetry: true);
        Assert.True(ledger.CanRetry(message));
        ledger.Retry(message);
        ledger.StreamFailed(message, mayRetry: true);
        Assert.False(ledger.CanRetry(message));

        var (other, second) = In(MessageOutcome.NotSent);
        other.StreamFailed(second, mayRetry: false);
        Assert.False(other.CanRetry(second));
    }
}
