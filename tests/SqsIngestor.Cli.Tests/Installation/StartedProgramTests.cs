using System.ComponentModel;
using System.Diagnostics;
using SqsIngestor.Cli.Installation;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Installation;

public sealed class StartedProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserExecute)]
    public void Start_Program_RunsWithOrWithoutThePermission(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        var path = _folder.Write("program", "#!/bin/sh\necho started: $0\n");
        File.SetUnixFileMode(path, mode);
        var start = new ProcessStartInfo(path) { RedirectStandardOutput = true };

        string output;
        using (var program = StartedProgram.Start(start))
        {
            output = program.Process.StandardOutput.ReadToEnd().Trim();
            program.Process.WaitForExit();
        }

        Assert.Equal("started: " + start.FileName, output);
        Assert.Equal(mode.HasFlag(UnixFileMode.UserExecute), start.FileName == path);
        // The installation is as it was, and nothing of the copy is left.
        Assert.Equal(mode, File.GetUnixFileMode(path));
        Assert.Equal(start.FileName == path, File.Exists(start.FileName));
    }

    [Fact]
    public void Start_MissingProgram_Fails() =>
        Assert.Throws<Win32Exception>(() => StartedProgram.Start(new ProcessStartInfo(_folder["missing"])));
}
