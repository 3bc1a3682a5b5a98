using SqsIngestor.Catalog;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Checking;

/// <summary>Which times the faults, and this machine, have disturbed.</summary>
internal sealed class Disturbances(IReadOnlyList<ActiveFault> faults, IReadOnlyList<MachineStalled> stalls)
{
    // A client that has lost a connection has another one by then.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Whether a fault, or what it leaves behind, disturbs a process or one of some tables within a time. Poison is no
    /// disturbance.
    /// </summary>
    /// <param name="process">The process. What befalls its predecessors and successors counts as well.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="from">The begin of the time.</param>
    /// <param name="to">Its end.</param>
    public bool Disturbs(ProcessName process, IEnumerable<TableName> tables, TimeSpan from, TimeSpan to) =>
        HasStalled(from, to)
        || faults.Any(
            fault => fault.From <= to && End(fault) >= from
                && (fault.Began.Process?.Slot ?? process.Slot) == process.Slot
                && (fault.Began.Table is not { } table || tables.Contains(table))
                && fault.Began.Kind != NemesisFault.DeliveredTwice);

    /// <summary>Whether a process could not read or write for a part of a time: frozen, in a black hole, or no CPU.</summary>
    public bool IsCutOff(ProcessName process, TimeSpan from, TimeSpan to) =>
        HasStalled(from, to)
        || Strikes(process, from, to, NemesisFault.Frozen, NemesisFault.BlackHole, NemesisFault.ConnectionReset);

    /// <summary>Whether a process could not work for a part of a time.</summary>
    public bool IsStopped(ProcessName process, TimeSpan from, TimeSpan to) =>
        Strikes(process, from, to, NemesisFault.Frozen, NemesisFault.Killed, NemesisFault.Terminated);

    /// <summary>
    /// Whether a fault of one of these kinds strikes a process within a time. A fault that strikes no process alone, such as one
    /// of any table, strikes all of them.
    /// </summary>
    public bool Strikes(ProcessName process, TimeSpan from, TimeSpan to, params IEnumerable<NemesisFault> kinds) =>
        faults.Any(
            fault => kinds.Contains(fault.Began.Kind) && fault.From <= to && fault.To >= from
                && (fault.Began.Process?.Slot ?? process.Slot) == process.Slot);

    /// <summary>Whether any fault is active within a time.</summary>
    public bool Any(TimeSpan from, TimeSpan to) => faults.Any(fault => fault.From <= to && End(fault) >= from);

    /// <summary>How long this machine did not run within a time.</summary>
    public TimeSpan Stalled(TimeSpan from, TimeSpan to) =>
        stalls.Where(stall => stall.At - stall.Length <= to && stall.At >= from)
            .Aggregate(TimeSpan.Zero, (sum, stall) => sum + stall.Length);

    /// <summary>The faults that put a table in trouble: it does not open, or its acks do not come.</summary>
    public IEnumerable<ActiveFault> Troubles => faults.Where(
        fault => fault.Began.Kind is NemesisFault.OpenRefused or NemesisFault.OpenUnanswered or NemesisFault.NoAcks
            or NemesisFault.SlowAcks);

    private bool HasStalled(TimeSpan from, TimeSpan to) => stalls.Any(stall => stall.At - stall.Length <= to && stall.At >= from);

    private static TimeSpan End(ActiveFault fault) => fault.To == TimeSpan.MaxValue
        ? fault.To
        : fault.To + Recovery + (fault.Began.Kind.IsOutage() ? fault.To - fault.From : TimeSpan.Zero);
}
