using System.Runtime.CompilerServices;
using DiffEngine;
using Xunit.Sdk;

namespace SqsIngestor.Tests.Shared.Snapshots;

/// <summary>A comparison that can still be told of the test's parameters; awaiting it compares.</summary>
internal sealed class SettingsTask(string target, string extension, string sourceFile, string method)
{
    private string _parameters = "";

    /// <summary>Gives each case of a theory its own file.</summary>
    public SettingsTask UseTextForParameters(string text)
    {
        _parameters = "_" + text;
        return this;
    }

    public TaskAwaiter GetAwaiter() => CompareAsync().GetAwaiter();

    public Task ToTask() => CompareAsync();

    private async Task CompareAsync()
    {
        var name = $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}{_parameters}";
        var verified = Path.Combine(Path.GetDirectoryName(sourceFile)!, $"{name}.verified.{extension}");
        var received = Path.Combine(Path.GetDirectoryName(sourceFile)!, $"{name}.received.{extension}");
        var expected = File.Exists(verified) ? await File.ReadAllTextAsync(verified) : null;
        if (expected?.ReplaceLineEndings("\n").TrimEnd('\n') == target.ReplaceLineEndings("\n").TrimEnd('\n'))
        {
            File.Delete(received);
            return;
        }
        await File.WriteAllTextAsync(received, target.ReplaceLineEndings("\n"));
        if (!BuildServerDetector.Detected && Environment.GetEnvironmentVariable("CI") is null)
        {
            await DiffRunner.LaunchAsync(received, verified);
        }
        throw new XunitException(
            expected is null
                ? $"New snapshot: {Path.GetFileName(verified)}\nReceived:\n{target}"
                : $"Snapshot differs: {Path.GetFileName(verified)}\n{SnapshotDifference.Describe(expected, target)}");
    }
}
