using SqsIngestor.Cli.Package;

namespace SqsIngestor.Benchmarks.Lambda;

/// <summary>
/// The native programs, built for this machine as 'package' builds. FUNCTION_PROGRAM names a function that was built before.
/// </summary>
/// <param name="Function">The function.</param>
/// <param name="Empty">A program that asks for an event and does nothing else.</param>
internal sealed record NativePrograms(string Function, string Empty)
{
    public static async Task<NativePrograms> BuildAsync()
    {
        var function = SourceTree.FunctionProject(null, "");
        var empty = Path.Combine(
            Path.GetDirectoryName(function)!, "..", "..", "tests", "SqsIngestor.EmptyFunction",
            "SqsIngestor.EmptyFunction.csproj");
        var given = Environment.GetEnvironmentVariable("FUNCTION_PROGRAM");
        return new(string.IsNullOrEmpty(given) ? await BuildAsync(function) : given, await BuildAsync(Path.GetFullPath(empty)));
    }

    /// <summary>Bytes of bootstrap.zip.</summary>
    public int ZipBytes() =>
        ReproducibleZip.Create(
            new Dictionary<string, byte[]> { ["bootstrap"] = File.ReadAllBytes(Function) }, ReproducibleZip.Executable).Length;

    private static async Task<string> BuildAsync(string project)
    {
        await NativeBuild.RunAsync(project, TargetArchitecture.Host, static _ => { }, CancellationToken.None);
        return NativeBuild.Program(project, TargetArchitecture.Host).FullName;
    }
}
