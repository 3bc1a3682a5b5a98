using System.Diagnostics;
using SqsIngestor.Cli.Package;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Package;

/// <summary>
/// The RUN lines of src/SqsIngestor.Lambda/Build.Dockerfile in a shell, on each pair of processors, with stand-ins for the
/// programs of Debian and .NET.
/// </summary>
public sealed class BuildDockerfileTests : IDisposable
{
    private static readonly string[] Instructions =
    [
        .. string.Join('\n', File.ReadLines(Dockerfile).Where(line => !line.StartsWith('#')))
            .Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Dockerfile => RepositoryFiles.PathOf("src", "SqsIngestor.Lambda", "Build.Dockerfile");

    private static string[] Commands =>
        [.. Instructions.Where(line => line.StartsWith("RUN ", StringComparison.Ordinal)).Select(line => line[4..])];

    [Theory]
    [InlineData("amd64", "x64")]
    [InlineData("amd64", "arm64")]
    [InlineData("arm64", "arm64")]
    [InlineData("arm64", "x64")]
    public async Task Run_EachPairOfProcessors_InstallsAndUsesTheToolsOfTheNativeBuild(string machine, string arch)
    {
        var target = TargetArchitecture.All.Single(each => each.Name == arch);
        var host = machine == "amd64" ? TargetArchitecture.X64 : TargetArchitecture.Arm64;

        var installed = await RunAsync(Commands[0], machine, arch);
        var published = await RunAsync(Commands[1], machine, arch);

        Assert.Equal((0, 0), (installed.Exit, published.Exit));
        Assert.Equal("apt-get update", installed.Calls[0]);
        Assert.Equal(
            BuildTools.For(target, host).Select(tool => tool.Package).Concat(["ca-certificates", "libssl3"]).Distinct()
                .Order(StringComparer.Ordinal),
            installed.Calls[1].Split(' ').Except(["apt-get", "install", "-y", "--no-install-recommends"])
                .Order(StringComparer.Ordinal));
        var call = Assert.Single(published.Calls);
        Assert.StartsWith(
            $"dotnet publish src/SqsIngestor.Lambda -c Release -r {target.RuntimeIdentifier} -o /program ", call,
            StringComparison.Ordinal);
        Assert.Contains(" -p:MinVerVersionOverride=1.2.3 ", call, StringComparison.Ordinal);
        var other = $" -p:ObjCopyName={target.Triplet}-objcopy";
        Assert.Equal(target != host, call.EndsWith(other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_UnknownProcessor_FailsAndSaysWhichThereAre()
    {
        var result = await RunAsync(Commands[0], "amd64", "sparc");

        Assert.Equal(2, result.Exit);
        Assert.Empty(result.Calls);
        Assert.Contains("ARCH is arm64 or x64, not 'sparc'.", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Dockerfile_Arguments_AreThoseThatTheCommandGives() =>
        Assert.Equal(
            ["ARCH", "VERSION"],
            Instructions.Where(line => line.StartsWith("ARG ", StringComparison.Ordinal))
                .Select(line => line[4..].Split('=')[0]));

    [Fact]
    public void DockerIgnore_FilesThatItKeeps_AreThoseThatTheBuildReads()
    {
        var kept = File.ReadLines(RepositoryFiles.PathOf(".dockerignore")).Where(line => line.StartsWith('!'))
            .Select(line => line[1..]).ToList();

        // Whatever MSBuild, NuGet, the SDK and the compiler look for above a project, if the repository has it.
        var read = Directory.EnumerateFiles(RepositoryFiles.Root).Select(Path.GetFileName)
            .Where(name => name is "Directory.Build.props" or "Directory.Build.targets" or "Directory.Packages.props"
                or "global.json" or ".editorconfig" or "BannedSymbols.txt" or "nuget.config" or "NuGet.Config");
        Assert.Empty(read.Except(kept));
        Assert.Contains("src", kept);
    }

    private async Task<(int Exit, string[] Calls, string Errors)> RunAsync(string command, string machine, string arch)
    {
        var calls = _folder["calls"];
        File.Delete(calls);
        Program("dpkg", $"echo {machine}");
        foreach (var name in (string[])["apt-get", "dotnet"]) Program(name, $"echo \"{name} $*\" >> '{calls}'");
        var start = new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardError = true };
        (start.Environment["PATH"], start.Environment["ARCH"], start.Environment["VERSION"]) = (_folder["path"], arch, "1.2.3");
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, File.Exists(calls) ? File.ReadAllLines(calls) : [], errors);
    }

    private void Program(string name, string script)
    {
        if (File.Exists(_folder["path", name])) return;
        var path = _folder.Write($"path/{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
