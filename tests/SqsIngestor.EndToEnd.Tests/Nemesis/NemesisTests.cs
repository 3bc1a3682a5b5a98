using System.Globalization;
using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Tests.Shared;
using Xunit.Abstractions;

namespace SqsIngestor.EndToEnd.Tests.Nemesis;

/// <summary>
/// The real function, as processes, while everything around it fails at random. NEMESIS_SECONDS sets how long faults strike
/// (default 10; CI 60; before a release 600), NEMESIS_SEED repeats a schedule.
/// </summary>
public sealed class NemesisTests(ITestOutputHelper output)
{
    private const double SecondsOfARound = 15;

    // The first four meet every pair of choices.
    private static readonly (int Invocations, bool IsFifo, int Tables)[] Configurations =
        [
            (4, false, 3), (2, true, 3), (2, false, 1), (4, true, 1), (4, true, 3), (2, false, 3), (4, false, 1), (2, true, 1),
        ];

    [Fact]
    public async Task Run_RandomFaults_EveryLawOfDeliveryIsKept()
    {
        var seconds = Setting("NEMESIS_SECONDS", 10);
        var seed = Setting("NEMESIS_SEED", Environment.TickCount & 0xFFFF);
        var only = Setting("NEMESIS_CONFIGURATION", -1);
        var rounds = only >= 0 ? 1 : Math.Clamp((int)(seconds / SecondsOfARound), 1, Configurations.Length);
        var first = only >= 0 ? only : rounds == 1 ? seed : 0;
        var verdicts = new List<NemesisVerdict>();
        for (var round = 0; round < rounds; round++)
        {
            var number = (first + round) % Configurations.Length;
            verdicts.Add(await RunAsync(number, seed, TimeSpan.FromSeconds((double)seconds / rounds)));
            output.WriteLine(verdicts[^1].ToString());
        }

        Assert.All(verdicts, verdict => Assert.True(verdict.Violations.Count == 0, verdict.ToString()));
        // A law that nothing has tested says nothing.
        Assert.All(
            [DeliveryLaw.NoLoss, DeliveryLaw.NoInnocentSuffers, DeliveryLaw.Bounded, DeliveryLaw.Drains],
            law => Assert.All(verdicts, verdict => Assert.True(verdict.Checks.GetValueOrDefault(law) > 0, verdict.ToString())));
    }

    private static async Task<NemesisVerdict> RunAsync(int configuration, int seed, TimeSpan duration)
    {
        var (invocations, isFifo, tables) = Configurations[configuration];
        using var folder = new TemporaryFolder();
        // NEMESIS_LOG names a file for what the processes write, to look into a violation.
        var log = Environment.GetEnvironmentVariable("NEMESIS_LOG") is { Length: > 0 } file
            ? TextWriter.Synchronized(new StreamWriter(file, append: true))
            : TextWriter.Null;
        await using var closing = log;
        return await NemesisRun.RunAsync(
            NemesisSample.Write(folder.Path, tables, isFifo, Deployment.FunctionProgram(), seed, duration) with
            {
                Invocations = invocations,
                // The managed program compiles its code in the same memory.
                MemorySize = 512,
                OnOutput = (process, at, line) => log.WriteLine($"{process} {at.TotalSeconds:0.000} {line}"),
                Command = string.Create(
                    CultureInfo.InvariantCulture,
                    $"NEMESIS_SEED={seed} NEMESIS_SECONDS={duration.TotalSeconds:0} NEMESIS_CONFIGURATION={configuration} "
                    + $"dotnet test tests/SqsIngestor.EndToEnd.Tests --filter FullyQualifiedName~NemesisTests"),
            });
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
