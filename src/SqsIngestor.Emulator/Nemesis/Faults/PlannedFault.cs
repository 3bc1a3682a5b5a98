using Grpc.Core;
using SqsIngestor.Emulator.Nemesis.Recording;

namespace SqsIngestor.Emulator.Nemesis.Faults;

/// <summary>A fault of the schedule.</summary>
/// <param name="At">When it begins, from the start of the run.</param>
/// <param name="Kind">What it does.</param>
/// <param name="Slot">The process that it strikes, if it strikes one.</param>
/// <param name="Table">The index of the table that it strikes, if it strikes one.</param>
/// <param name="Duration">How long it lasts; zero for a fault that is over at once.</param>
/// <param name="Status">The status that it causes, if it causes one.</param>
/// <param name="Extent">A further choice of the fault, from 0 to 1.</param>
internal sealed record PlannedFault(
    TimeSpan At, NemesisFault Kind, int Slot, int Table, TimeSpan Duration, StatusCode Status, double Extent);

/// <summary>Faults of a run: the same for the same options.</summary>
internal static class FaultSchedule
{
    // No fault begins in this part of each round, so that the laws are also tested undisturbed.
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestShort = TimeSpan.FromSeconds(3);

    // In a run with several tables, the last fault has only one of them in trouble, after everything else is over and has
    // recovered: whether neighbors wait is seen only there.
    private static readonly TimeSpan Finale = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan BeforeFinale = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LeastForFinale = TimeSpan.FromSeconds(12);

    private static readonly NemesisFault[] Troubles =
        [NemesisFault.NoAcks, NemesisFault.SlowAcks, NemesisFault.OpenRefused, NemesisFault.OpenUnanswered];

    private static readonly StatusCode[] Statuses =
        [.. Enum.GetValues<StatusCode>().Where(status => status != StatusCode.OK)];

    private static readonly StatusCode[] Refusals =
        [
            StatusCode.Unavailable, StatusCode.ResourceExhausted, StatusCode.Internal, StatusCode.DeadlineExceeded,
            StatusCode.PermissionDenied, StatusCode.Aborted,
        ];

    /// <summary>A status other than OK, by chance.</summary>
    public static StatusCode AnyStatus(Random random) => Statuses[random.Next(Statuses.Length)];

    /// <summary>Plans the faults, in order. Every kind comes once before one comes again.</summary>
    public static IReadOnlyList<PlannedFault> Plan(NemesisOptions options)
    {
        var random = new Random(options.Seed);
        var faults = new List<PlannedFault>();
        var deck = new Queue<NemesisFault>();
        var hasFinale = HasFinale(options);
        var end = hasFinale ? options.Duration - Finale - BeforeFinale : options.Duration;
        var recovering = hasFinale ? options.Duration - Finale - Recovery : TimeSpan.MaxValue;
        for (var at = Pause(random, options); at < end; at += Pause(random, options))
        {
            if (deck.Count == 0) Deal(deck, random, options.IsFifo);
            var kind = deck.Dequeue();
            var refusal = Refusals[random.Next(Refusals.Length)];
            var fault = new PlannedFault(
                at, kind, random.Next(options.Processes), random.Next(options.Tables.Count), Duration(kind, random, options),
                kind == NemesisFault.OpenRefused ? refusal : AnyStatus(random), random.NextDouble());
            var longest = TimeSpan.FromTicks((recovering - at).Ticks / (kind.IsOutage() ? 2 : 1));
            faults.Add(fault.Duration > longest ? fault with { Duration = longest } : fault);
            // The calm at the end of each round.
            var inRound = TimeSpan.FromTicks(at.Ticks % Round.Ticks);
            if (inRound > Round - Calm) at += Round - inRound;
        }

        if (hasFinale)
        {
            faults.Add(
                new PlannedFault(
                    options.Duration - Finale, Troubles[random.Next(Troubles.Length)], 0, random.Next(options.Tables.Count),
                    Finale, Refusals[0], random.NextDouble()));
        }

        return faults;
    }

    /// <summary>The fault at the end of a plan that has one table in trouble alone, or null.</summary>
    public static PlannedFault? FinaleOf(NemesisOptions options, IReadOnlyList<PlannedFault> plan) =>
        HasFinale(options) ? plan[^1] : null;

    private static bool HasFinale(NemesisOptions options) => options.Tables.Count > 1 && options.Duration >= LeastForFinale;

    private static TimeSpan Pause(Random random, NemesisOptions options) => options.FaultInterval * (0.5 + random.NextDouble());

    private static void Deal(Queue<NemesisFault> deck, Random random, bool isFifo)
    {
        var kinds = Enum.GetValues<NemesisFault>().Where(kind => !isFifo || kind != NemesisFault.DeliveredTwice).ToArray();
        random.Shuffle(kinds);
        foreach (var kind in kinds) deck.Enqueue(kind);
    }

    private static TimeSpan Duration(NemesisFault kind, Random random, NemesisOptions options)
    {
        var (share, isLong) = (random.NextDouble(), random.Next(3) == 0);
        return kind switch
        {
            NemesisFault.StreamEnds or NemesisFault.ConnectionReset or NemesisFault.TokensRevoked or NemesisFault.SchemaChanged
                or NemesisFault.Killed or NemesisFault.Terminated or NemesisFault.DeliveredTwice => TimeSpan.Zero,
            // Longer than a client waits for a stream.
            NemesisFault.OpenUnanswered when isLong => TimeSpan.FromSeconds(15) + LongestShort * share,
            // Longer than the invocation, and than the time after which its messages are delivered again.
            NemesisFault.Frozen when isLong => options.FunctionTimeout + options.ReturnOfLost + LongestShort * share,
            // Others are short.
            _ => TimeSpan.FromMilliseconds(200) + LongestShort * share,
        };
    }
}
