using System.Diagnostics;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Lambda.EventSource.Queues;
using SqsIngestor.Emulator.Nemesis.Processes;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Faults;

/// <summary>Begins and ends the faults of a schedule. A fault waits for one of its kind and place that is not over.</summary>
internal sealed class FaultDriver(
    NemesisOptions options, History history, LocalDatabricks databricks, IngestGate gate, LocalSqs queue, Dispatcher dispatcher,
    IReadOnlyList<FunctionSlot> slots)
{
    private static readonly int[] TokenStatuses = [429, 500, 503];

    private readonly Dictionary<(NemesisFault, int, int), Task> _last = [];
    private readonly List<Task> _all = [];
    private int _faults;

    /// <summary>Runs the schedule. When it returns, no fault is active.</summary>
    /// <param name="schedule">The faults, by time.</param>
    /// <param name="enough">Ends every fault, and begins none any more.</param>
    public async Task RunAsync(IReadOnlyList<PlannedFault> schedule, CancellationToken enough)
    {
        foreach (var fault in schedule)
        {
            var wait = fault.At - history.Now;
            if (wait > TimeSpan.Zero) await DelayAsync(wait, enough);
            if (enough.IsCancellationRequested) break;
            var place = (fault.Kind, HasSlot(fault.Kind) ? fault.Slot : -1, HasTable(fault.Kind) ? fault.Table : -1);
            if (_last.GetValueOrDefault(place) is { IsCompleted: false }) continue;
            _all.Add(_last[place] = StrikeAsync(fault, ++_faults, enough));
        }

        await Task.WhenAll(_all);
    }

    private static bool HasSlot(NemesisFault kind) => kind is NemesisFault.ConnectionReset or NemesisFault.BlackHole
        or NemesisFault.Killed or NemesisFault.Frozen or NemesisFault.Terminated;

    private static bool HasTable(NemesisFault kind) => kind is NemesisFault.StreamEnds or NemesisFault.CloseSignal
        or NemesisFault.SlowAcks or NemesisFault.NoAcks or NemesisFault.OpenRefused or NemesisFault.OpenUnanswered
        or NemesisFault.SchemaChanged;

    private async Task StrikeAsync(PlannedFault fault, int number, CancellationToken enough)
    {
        var table = options.Tables[fault.Table].Name;
        var slot = slots[fault.Slot];
        var process = slot.Current;
        // Recorded before it strikes and after it is over, so that nothing that it causes lies outside.
        history.Add(
            at => new FaultBegan(
                at, number, fault.Kind, HasSlot(fault.Kind) ? process : null, HasTable(fault.Kind) ? table : null));
        var end = await BeginAsync(fault, slot, table);
        if (fault.Duration > TimeSpan.Zero) await DelayAsync(fault.Duration, enough);
        end();
        history.Add(at => new FaultEnded(at, number));
    }

    private async Task<Action> BeginAsync(PlannedFault fault, FunctionSlot slot, TableName table)
    {
        switch (fault.Kind)
        {
            case NemesisFault.StreamEnds:
                databricks.AbortStreams(fault.Status, "ended by the nemesis", table);
                return Nothing;
            case NemesisFault.CloseSignal:
                _ = databricks.SignalCloseAsync(fault.Duration, table);
                return Nothing;
            case NemesisFault.ConnectionReset:
                slot.Proxy.Reset();
                return Nothing;
            case NemesisFault.BlackHole:
                slot.Proxy.Hold();
                return slot.Proxy.Release;
            case NemesisFault.SlowAcks:
                return gate.DelayAcks(table, TimeSpan.FromSeconds(0.2 + 2 * fault.Extent));
            case NemesisFault.NoAcks:
                return gate.HoldAcks(table);
            case NemesisFault.TokensRevoked:
                databricks.RevokeTokens();
                databricks.AbortStreams(StatusCode.Unauthenticated, "the token was revoked");
                return Nothing;
            case NemesisFault.TokenOutage:
                databricks.Faults.TokenStatus = TokenStatuses[(int)(fault.Extent * TokenStatuses.Length)];
                databricks.RevokeTokens();
                return () => databricks.Faults.TokenStatus = null;
            case NemesisFault.OpenRefused:
                var accept = gate.Refuse(table, fault.Status);
                databricks.AbortStreams(StatusCode.Unavailable, "ended by the nemesis", table);
                return accept;
            case NemesisFault.OpenUnanswered:
                var answer = gate.LeaveUnanswered(table);
                databricks.AbortStreams(StatusCode.Unavailable, "ended by the nemesis", table);
                return answer;
            case NemesisFault.SchemaChanged:
                ChangeSchema(table);
                return Nothing;
            case NemesisFault.Killed:
                slot.Kill();
                return Nothing;
            case NemesisFault.Frozen:
                return slot.Freeze();
            case NemesisFault.Terminated:
                await slot.TerminateAsync();
                return Nothing;
            case NemesisFault.DeliveredTwice:
                foreach (var message in dispatcher.AnyRunning()) queue.ChangeVisibility(message.ReceiptHandle, TimeSpan.Zero);
                return Nothing;
            default:
                throw new UnreachableException();
        }
    }

    // The table loses its last column if the run may do that, and gets it back. Otherwise it becomes a new version of itself.
    private void ChangeSchema(TableName table)
    {
        var planned = options.Tables.First(other => other.Name == table);
        var present = databricks.Tables.Find(table)!;
        var has = present.Columns.Count == planned.Columns.Count;
        var columns = has && options.MayDropLastColumn ? planned.Columns.SkipLast(1) : planned.Columns;
        databricks.Tables.Create(planned with { Columns = [.. columns] }, replace: true);
    }

    private Task DelayAsync(TimeSpan time, CancellationToken enough) =>
        Task.Delay(time, options.TimeProvider, enough).ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static void Nothing()
    {
    }
}
