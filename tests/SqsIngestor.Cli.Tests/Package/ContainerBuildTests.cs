using System.IO.Compression;
using System.Runtime.InteropServices;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Package;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Package;

/// <summary>
/// <c>package --container</c> with a program that stands for the engine. <c>.ci/container-build</c> makes the real program with
/// the steps of the Dockerfile.
/// </summary>
public sealed class ContainerBuildTests : IDisposable
{
    private const string StandIn =
        """
        #!/bin/sh
        for argument; do printf '%s\n' "$argument" >> "$FOLDER/arguments"; done
        echo . >> "$FOLDER/arguments"
        case $1 in
          build) echo "Step 1"; echo "Cannot connect to the engine" >&2; exit $BUILD_EXIT ;;
          run) echo "not a part of the program" >&2; cat "$PROGRAM" ;;
        esac
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("docker", "docker")]
    [InlineData("podman", "podman")]
    [InlineData("podman", "podman", "--engine", "podman")]
    [InlineData("finch", "docker finch", "--engine", "finch")]
    public async Task Package_Container_BuildsWithTheEngineAndPacksWhatItPrints(
        string used, string inPath, params string[] more)
    {
        foreach (var engine in inPath.Split(' ')) AddEngine(engine, engine == used ? StandIn : "#!/bin/sh\nexit 9\n");

        var result = await RunAsync(0, more);

        Assert.True(result.ExitCode == 0, result.Output + result.Errors);
        var arch = TargetArchitecture.Host.Name;
        Assert.Equal(
            [
                "build", "--tag", $"sqs-ingestor-function-{arch}",
                "--file", RepositoryFiles.PathOf("src", "SqsIngestor.Lambda", "Build.Dockerfile"),
                "--build-arg", $"ARCH={arch}", "--build-arg", VersionArgument, RepositoryFiles.Root, ".",
                "run", "--rm", $"sqs-ingestor-function-{arch}", ".",
            ],
            File.ReadAllLines(_folder["arguments"]));
        using var zip = ZipFile.OpenRead(_folder["output", "bootstrap.zip"]);
        using var packed = new MemoryStream();
        using (var entry = Assert.Single(zip.Entries).Open()) await entry.CopyToAsync(packed);
        Assert.Equal(File.ReadAllBytes(Environment.ProcessPath!), packed.ToArray());
        Assert.Contains("in a container", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_EngineFails_Is1WithItsOutput()
    {
        AddEngine("docker", StandIn);

        var result = await RunAsync(1);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error build_failed: ", result.Errors, StringComparison.Ordinal);
        Assert.Contains("(docker build ended with 1):\n", result.Errors, StringComparison.Ordinal);
        Assert.Contains("Cannot connect to the engine", result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["output"]));
    }

    [Fact]
    public async Task Package_ProgramForAnotherProcessor_IsRefused()
    {
        AddEngine("docker", StandIn);
        var other = TargetArchitecture.All.Single(target => target != TargetArchitecture.Host);

        var result = await RunAsync(0, "--arch", other.Name);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"not for {other}. Nothing was packed", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_NoEngine_SaysWhatToInstall()
    {
        var result = await RunAsync(0);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(
            "error container_engine_missing: PATH has none of docker, podman, finch. Install Docker, Podman or Finch",
            result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NamedEngineIsMissing_NamesTheOneThatIsThere()
    {
        var error = Assert.Throws<CliException>(() => ContainerBuild.Find("finch", name => name == "podman"));

        Assert.Contains(
            ": PATH has no finch. It has podman: leave out --engine, or write --engine podman. ", error.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--layer-only and --container exclude each other", "--layer-only", "mappings")]
    [InlineData("'nerdctl' is not a value of --engine; use one of auto, docker, podman, finch", "--engine", "nerdctl")]
    public async Task Package_WrongCommandLine_Is2AndSaysWhy(string reason, params string[] more)
    {
        var result = await RunAsync(0, more);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Errors, StringComparison.Ordinal);
    }

    private static string VersionArgument => $"VERSION={CliVersion.Split('+')[0]}";

    private static string CliVersion => System.Reflection.CustomAttributeExtensions
        .GetCustomAttribute<System.Reflection.AssemblyInformationalVersionAttribute>(typeof(ContainerBuild).Assembly)!
        .InformationalVersion;

    private Task<CommandResult> RunAsync(int buildExit, params string[] more)
    {
        Directory.CreateDirectory(_folder["path"]);
        var variables = new Dictionary<string, string>
        {
            // sh and cat are not engines.
            ["PATH"] = _folder["path"],
            ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            ["FOLDER"] = _folder.Path,
            ["PROGRAM"] = Environment.ProcessPath!,
            ["BUILD_EXIT"] = $"{buildExit}",
        };
        string[] arguments = ["package", "--container", "--output", _folder["output"]];
        string[] arch = more.Contains("--arch") || more.Contains("--layer-only") ? [] : ["--arch", TargetArchitecture.Host.Name];
        return SqsIngestorProgram.RunWithAsync(variables, [.. arguments, .. arch, .. more]);
    }

    private void AddEngine(string name, string script)
    {
        // The stand-in needs a shell's programs, and PATH has only engines.
        var path = _folder.Write($"path/{name}", script.Replace("cat \"", "/bin/cat \"", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
