using System.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Terminal;

public sealed class StandardOutputTests
{
    /// <summary>/dev/full answers each write as a full disk does.</summary>
    [Theory]
    [InlineData("reference")]
    [InlineData("--help")]
    [InlineData("encode mappings/sqs_messages.yaml --event mappings/samples/sqs-event-basic.json --format delimited")]
    [InlineData("explain mappings/sqs_messages.yaml --event mappings/samples/sqs-event-basic.json")]
    public async Task Output_OfEveryKindToAFullDisk_IsOneErrorWithItsCode(string arguments)
    {
        if (!OperatingSystem.IsLinux()) return;
        var program = SqsIngestorProgram.Start([]).FileName;
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec \"$0\" {arguments} > /dev/full", program])
        {
            WorkingDirectory = RepositoryFiles.Root,
            RedirectStandardError = true,
        };

        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Eventually.Patience);
        await process.WaitForExitAsync().WaitAsync(Eventually.Patience);

        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("error output_unwritable: Standard output cannot be written: ", errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }
}
