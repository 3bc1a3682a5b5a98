using SqsIngestor.Emulator.Nemesis;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Emulator.Tests.Nemesis;

public sealed class NemesisRunTests
{
    private static readonly Func<NemesisOptions, NemesisOptions>[] Wrong =
        [
            options => options with { Tables = [] },
            options => options with { Processes = 0 },
            options => options with { Invocations = 0 },
            options => options with { BatchSize = 0 },
            options => options with { MessagesPerSecond = 0 },
            options => options with { MaxReceiveCount = 0 },
            options => options with { MemorySize = 127 },
            options => options with { MaxResidentBytes = 0 },
            options => options with { PoisonShare = 1.1 },
            options => options with { PoisonShare = -0.1 },
            options => options with { PoisonShare = double.NaN },
            options => options with { Duration = TimeSpan.Zero },
            options => options with { FaultInterval = TimeSpan.Zero },
            options => options with { DrainTime = TimeSpan.Zero },
            options => options with { FunctionTimeout = TimeSpan.FromSeconds(2) },
            options => options with { ReturnOfLost = TimeSpan.Zero },
        ];

    [Fact]
    public async Task RunAsync_OptionOutsideItsRange_Throws()
    {
        using var folder = new TemporaryFolder();
        var options = NemesisSample.CreateOptions(
            folder.Path, 1, isFifo: false, "bootstrap", seed: 1, TimeSpan.FromSeconds(1));

        foreach (var change in Wrong)
        {
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
                () => NemesisRun.RunAsync(change(options)).WaitAsync(Eventually.Patience));
        }
    }
}
