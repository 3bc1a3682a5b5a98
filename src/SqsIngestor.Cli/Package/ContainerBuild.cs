using System.ComponentModel;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Package;

/// <summary>
/// Builds the function's native program in a container, for machines without the tools: the engine builds an image whose only
/// command prints the program. So no folder is shared with the container.
/// </summary>
internal static class ContainerBuild
{
    /// <summary>The engines, in the order in which they are looked for. All take the same arguments.</summary>
    public static IReadOnlyList<string> Engines { get; } = ["docker", "podman", "finch"];

    /// <summary>Builds the program.</summary>
    /// <param name="engine">One of <see cref="Engines"/>; null for the first that PATH has.</param>
    /// <param name="project">The project of the function.</param>
    /// <param name="target">The processor that it runs on.</param>
    /// <param name="output">Receives each line that the build prints, from any thread.</param>
    /// <param name="cancellation">Stops the build.</param>
    /// <returns>The program.</returns>
    /// <exception cref="CliException">There is no engine, or the build failed.</exception>
    public static async Task<byte[]> RunAsync(
        string? engine, string project, TargetArchitecture target, Action<string> output, CancellationToken cancellation)
    {
        engine = Find(engine, BuildTools.ExistsHere);
        var image = $"sqs-ingestor-function-{target}";
        var failure = $"The build for {target} in a container failed";
        try
        {
            await BuildProcess.RunAsync(engine, Arguments(project, target, image), output, failure, cancellation);
            return await BuildProcess.ReadAsync(engine, ["run", "--rm", image], failure, cancellation);
        }
        catch (Win32Exception e)
        {
            throw CliErrors.ContainerEngineMissing.Because($"{engine} is in PATH, and cannot be started: {e.Message}", e);
        }
    }

    /// <summary>The engine to use.</summary>
    /// <param name="wanted">The one that the command line names; null for the first that is there.</param>
    /// <param name="exists">Whether PATH has a program.</param>
    /// <exception cref="CliException">It is not there.</exception>
    internal static string Find(string? wanted, Func<string, bool> exists)
    {
        if (wanted is not null && exists(wanted)) return wanted;
        var found = Engines.FirstOrDefault(exists);
        if (wanted is null && found is not null) return found;
        var problem = wanted is null
            ? $"PATH has none of {string.Join(", ", Engines)}."
            : $"PATH has no {wanted}.{(found is null ? "" : $" It has {found}: leave out --engine, or write --engine {found}.")}";
        throw CliErrors.ContainerEngineMissing.Because(
            $"{problem} Install Docker, Podman or Finch and start it, or use the bootstrap zip of a release, "
                + "which needs no build.");
    }

    private static List<string> Arguments(string project, TargetArchitecture target, string image) =>
    [
        "build", "--tag", image, "--file", Path.Combine(Path.GetDirectoryName(project)!, "Build.Dockerfile"),
        "--build-arg", $"ARCH={target}",
        // The container has no git to find the version.
        "--build-arg", $"VERSION={ProductVersion.Number}",
        SourceTree.RootOf(project),
    ];
}
