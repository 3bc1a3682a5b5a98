using System.Reflection;
using System.Runtime.Loader;

namespace SqsIngestor.Cli.Installation;

/// <summary>
/// Runs the Lambda program in a process of its own, with the .NET of this program. A single file has its .NET inside, where no
/// other program can use it: it starts itself for the function.
/// </summary>
internal static class BundledFunction
{
    private const string Program = "bootstrap.dll";

    // Not a command: nobody types it, and help does not list it.
    private const string Argument = "--run-lambda-program";

    /// <summary>
    /// The memory settings of the Lambda program's project, in the form of the runtime: numbers are hexadecimal. Without its own
    /// host, the program does not read its own settings.
    /// </summary>
    private static readonly Dictionary<string, string> Memory = new()
    {
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_GCConserveMemory"] = "5",
        ["DOTNET_GCgen0MaxBudget"] = "400000",
        ["DOTNET_TieredPGO"] = "0",
    };

    /// <summary>How to start the bundled Lambda program.</summary>
    /// <returns>The program with its arguments, the folder of the function, and variables that the process needs.</returns>
    public static (string FileName, string[] Arguments, string TaskRoot, IReadOnlyDictionary<string, string> Variables) Command()
    {
        var folder = InstalledFiles.PathOf(InstalledFiles.Function);
        return InstalledFiles.AreEmbedded
            ? (Environment.ProcessPath!, [Argument, folder], folder, Memory)
            : (DotnetHost(), ["exec", Path.Combine(folder, Program)], folder, new Dictionary<string, string>());
    }

    /// <summary>Whether this process is to run the Lambda program.</summary>
    public static bool IsRequested(string[] args) => args is [Argument, _];

    /// <summary>Runs the Lambda program of a folder.</summary>
    /// <param name="args">The arguments of the process.</param>
    /// <returns>Its exit code.</returns>
    public static int Run(string[] args)
    {
        var main = new FunctionLoadContext(args[1]).LoadFromAssemblyPath(Path.Combine(args[1], Program)).EntryPoint!;
        return (int)main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [Array.Empty<string>()], null)!;
    }

    /// <summary>The host of the .NET that runs this program.</summary>
    private static string DotnetHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        // The folder of the runtime is shared/Microsoft.NETCore.App/VERSION.
        var runtime = System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory();
        var host = Path.GetFullPath(Path.Combine(runtime, "..", "..", "..", name));
        return File.Exists(host) ? host : name;
    }

    /// <summary>Loads the libraries of a folder before those of this program, which has others of the same names.</summary>
    private sealed class FunctionLoadContext(string folder) : AssemblyLoadContext("function")
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
