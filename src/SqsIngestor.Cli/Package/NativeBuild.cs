using System.ComponentModel;
using SqsIngestor.Cli.Errors;

namespace SqsIngestor.Cli.Package;

/// <summary>Builds the function's native program with the .NET SDK.</summary>
internal static class NativeBuild
{
    /// <summary>Builds the program.</summary>
    /// <param name="project">The project of the function.</param>
    /// <param name="target">The processor that it runs on.</param>
    /// <param name="output">Receives each line that the build prints, from any thread.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <returns>The program.</returns>
    /// <exception cref="CliException">The machine lacks a tool, or the build failed.</exception>
    public static async Task<byte[]> RunAsync(
        string project, TargetArchitecture target, Action<string> output, CancellationToken cancellation)
    {
        if (BuildTools.Missing(target, TargetArchitecture.Host, BuildTools.ExistsHere) is { Count: > 0 } missing)
            throw CliErrors.BuildToolsMissing.Because(BuildTools.Advice(missing, target));

        try
        {
            await BuildProcess.RunAsync(
                "dotnet", Arguments(project, target), output, $"The build for {target} failed", cancellation);
        }
        catch (Win32Exception e)
        {
            throw CliErrors.BuildToolsMissing.Because(
                "The build needs the .NET SDK, and PATH has no dotnet. Install the SDK that global.json names, or build in a "
                    + "container, with --container.", e);
        }
        return Files.Read(Program(project, target));
    }

    /// <summary>Where dotnet publish writes the program.</summary>
    public static FileInfo Program(string project, TargetArchitecture target) => new(
        Path.Combine(
            SourceTree.RootOf(project), "artifacts", "publish", Path.GetFileNameWithoutExtension(project),
            $"release_{target.RuntimeIdentifier}", "bootstrap"));

    private static List<string> Arguments(string project, TargetArchitecture target)
    {
        List<string> arguments = ["publish", project, "-c", "Release", "-r", target.RuntimeIdentifier, "--nologo", "--tl:off"];
        // The objcopy of the host works only for its own processor.
        if (target != TargetArchitecture.Host) arguments.Add($"-p:ObjCopyName={target.Triplet}-objcopy");
        return arguments;
    }
}
