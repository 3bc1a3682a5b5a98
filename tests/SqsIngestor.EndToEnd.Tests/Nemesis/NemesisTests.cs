using System.Globalization;
using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Tests.Shared;
using Xunit.Abstractions;

namespace SqsIngestor.EndToEnd.Tests.Nemesis;

/// <summary>
/// The real function, as processes, while everything around it fails at random. NEMESIS_SECONDS sets how long faults strike
/// (default 10; CI 60; before a release 600), over as many configurations as fit. NEMESIS_SEED and NEMESIS_CONFIGURATION choose
/// a schedule; the seed "random" makes a new one. NEMESIS_LOG names a file for the history and for what the processes write.
/// </summary>
public sealed class NemesisTests(ITestOutputHelper output)
{
    private const double SecondsOfARound = 15;

    // The first four meet every pair of choices.
    private static readonly (int Invocations, bool IsFifo, int Tables)[] Configurations =
        [
            (4, false, 3), (2, true, 3), (2, false, 1), (4, true, 1), (4, true, 3), (2, false, 3), (4, false, 1), (2, true, 1),
        ];

    // The laws that every run puts to the test, whatever its faults are.
    private static readonly DeliveryLaw[] Tested =
        [DeliveryLaw.NoLoss, DeliveryLaw.NoInnocentSuffers, DeliveryLaw.Bounded, DeliveryLaw.Drains];

    // A change is judged by schedules that others have met too; "random" looks for new faults.
    private static readonly int Seed = Environment.GetEnvironmentVariable("NEMESIS_SEED") == "random"
        ? Environment.TickCount & 0xFFFF
        : Setting("NEMESIS_SEED") ?? 1;

    /// <summary>Number of the configuration, seed, seconds.</summary>
    public static TheoryData<int, int, int> Rounds()
    {
        var seconds = Setting("NEMESIS_SECONDS") ?? 10;
        if (Setting("NEMESIS_CONFIGURATION") is { } only) return new() { { only, Seed, seconds } };
        var rounds = Math.Clamp((int)(seconds / SecondsOfARound), 1, Configurations.Length);
        var data = new TheoryData<int, int, int>();
        for (var round = 0; round < rounds; round++)
            data.Add(rounds == 1 ? Seed % Configurations.Length : round, Seed, seconds / rounds);
        return data;
    }

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task Run_RandomFaults_EveryLawOfDeliveryIsKept(int configuration, int seed, int seconds)
    {
        var (invocations, isFifo, tables) = Configurations[configuration];
        using var folder = new TemporaryFolder();
        await using var log = Environment.GetEnvironmentVariable("NEMESIS_LOG") is { Length: > 0 } file
            ? TextWriter.Synchronized(new StreamWriter(file, append: true))
            : TextWriter.Null;
        var options = NemesisSample.Write(
            folder.Path, tables, isFifo, Deployment.FunctionProgram(), seed, TimeSpan.FromSeconds(seconds));
        var verdict = await NemesisRun.RunAsync(options with
        {
            Invocations = invocations,
            OnEvent = log.WriteLine,
            OnOutput = (process, at, line) => log.WriteLine($"{process} {at.TotalSeconds:0.000} {line}"),
            Command = string.Create(
                CultureInfo.InvariantCulture,
                $"NEMESIS_SEED={seed} NEMESIS_SECONDS={seconds} NEMESIS_CONFIGURATION={configuration} "
                + $"dotnet test tests/SqsIngestor.EndToEnd.Tests --filter FullyQualifiedName~NemesisTests"),
        });

        output.WriteLine(verdict.ToString());
        Assert.True(verdict.Violations.Count == 0, verdict.ToString());
        // A law that nothing has tested says nothing.
        Assert.All(Tested, law => Assert.True(verdict.Checks.GetValueOrDefault(law) > 0, verdict.ToString()));
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : null;
}
