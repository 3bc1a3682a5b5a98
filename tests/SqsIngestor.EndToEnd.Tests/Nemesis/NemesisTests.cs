using System.Globalization;
using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Tests.Shared;
using Xunit.Abstractions;

namespace SqsIngestor.EndToEnd.Tests.Nemesis;

/// <summary>
/// The real function, as processes, while everything around it fails at random. By default two short rounds, one for each kind of
/// queue, which do not check how fast this machine is. With NEMESIS_SECONDS (CI 60, before a release 600) as many configurations
/// as fit, and every law. NEMESIS_SEED and NEMESIS_CONFIGURATION choose a schedule; the seed "random" makes a new one.
/// NEMESIS_LOG names a file for the history and for what the processes write.
/// </summary>
[Collection(TimedTests.Name)]
public sealed class NemesisTests(ITestOutputHelper output)
{
    private const int SecondsOfARound = 30;
    private const int SecondsOfAShortRound = 6;
    private const int MostSecondsOfARound = 600;

    // A slow machine is not a fault of the function.
    private static readonly TimeSpan PatienceOfAShortRound = TimeSpan.FromMinutes(10);

    // The first four meet every pair of choices; the first two have both kinds of queue.
    private static readonly (int Invocations, bool IsFifo, int Tables)[] Configurations =
        [
            (4, false, 3), (2, true, 3), (2, false, 1), (4, true, 1), (4, true, 3), (2, false, 3), (4, false, 1), (2, true, 1),
        ];

    // The laws that every run puts to the test, whatever its faults are.
    private static readonly DeliveryLaw[] Tested =
        [DeliveryLaw.NoLoss, DeliveryLaw.NoInnocentSuffers, DeliveryLaw.Bounded, DeliveryLaw.Drains];

    /// <summary>Number of the configuration, seed, seconds, whether time and memory are checked.</summary>
    public static TheoryData<int, int, int, bool> Rounds()
    {
        // A change is tested by schedules that others have met too; "random" looks for new faults.
        var seed = Environment.GetEnvironmentVariable("NEMESIS_SEED") == "random"
            ? Environment.TickCount & 0xFFFF
            : Setting("NEMESIS_SEED", 0, int.MaxValue) ?? 1;
        var only = Setting("NEMESIS_CONFIGURATION", 0, Configurations.Length - 1);
        var most = MostSecondsOfARound * (only is null ? Configurations.Length : 1);
        var seconds = Setting("NEMESIS_SECONDS", 1, most);
        if (only is { } chosen) return new() { { chosen, seed, seconds ?? SecondsOfAShortRound, seconds is not null } };
        if (seconds is not { } all)
            return new() { { 0, seed, SecondsOfAShortRound, false }, { 1, seed, SecondsOfAShortRound, false } };
        var rounds = Math.Clamp(all / SecondsOfARound, 1, Configurations.Length);
        var data = new TheoryData<int, int, int, bool>();
        for (var round = 0; round < rounds; round++)
            data.Add(rounds == 1 ? seed % Configurations.Length : round, seed, all / rounds, true);
        return data;
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Run_RandomFaults_EveryLawOfDeliveryIsKept(
        int configuration, int seed, int seconds, bool checksTimeAndMemory)
    {
        var (invocations, isFifo, tables) = Configurations[configuration];
        using var folder = new TemporaryFolder();
        await using var log = Environment.GetEnvironmentVariable("NEMESIS_LOG") is { Length: > 0 } file
            ? TextWriter.Synchronized(new StreamWriter(file, append: true))
            : TextWriter.Null;
        var options = NemesisSample.CreateOptions(
            folder.Path, tables, isFifo, Deployment.FunctionProgram(), seed, TimeSpan.FromSeconds(seconds));
        if (!checksTimeAndMemory) options = Short(options);
        var verdict = await NemesisRun.RunAsync(options with
        {
            Invocations = invocations,
            ChecksTimeAndMemory = checksTimeAndMemory,
            OnEvent = log.WriteLine,
            OnOutput = (process, at, line) => log.WriteLine($"{process} {at.TotalSeconds:0.000} {line}"),
            Command = string.Create(
                CultureInfo.InvariantCulture,
                $"NEMESIS_SEED={seed} {(checksTimeAndMemory ? $"NEMESIS_SECONDS={seconds} " : "")}"
                + $"NEMESIS_CONFIGURATION={configuration} "
                + $"dotnet test tests/SqsIngestor.EndToEnd.Tests --filter FullyQualifiedName~NemesisTests"),
        });

        output.WriteLine(verdict.ToString());
        Assert.True(verdict.Violations.Count == 0, verdict.ToString());
        // A law that nothing has tested says nothing. Faults and poison may excuse all neighbors of a table in trouble; the
        // verdict names the law then.
        var tested = Tested.ToList();
        if (isFifo) tested.Add(DeliveryLaw.Order);
        Assert.All(tested, law => Assert.True(verdict.Checks.GetValueOrDefault(law) > 0, $"{law} was not tested. {verdict}"));
    }

    // Poison and lost messages are received again sooner, so that the queue drains sooner. The function gives up the rows of a
    // FIFO message when its invocation ends, so nothing needs more time after that.
    private static NemesisOptions Short(NemesisOptions options) => options with
    {
        FunctionTimeout = TimeSpan.FromSeconds(5),
        ReturnOfLost = options.IsFifo ? TimeSpan.FromSeconds(1) : options.ReturnOfLost,
        DrainTime = PatienceOfAShortRound,
    };

    private static int? Setting(string name, int least, int most)
    {
        if (Environment.GetEnvironmentVariable(name) is not { Length: > 0 } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= least && value <= most
            ? value
            : throw new InvalidOperationException(
                string.Create(
                    CultureInfo.InvariantCulture, $"{name} is '{text}'. Write a whole number from {least} to {most}."));
    }
}
