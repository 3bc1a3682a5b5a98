using System.Reflection;
using System.Runtime.InteropServices;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator;

namespace SqsIngestor.Cli.Installation;

/// <summary>
/// The files that come with the program: the examples, protoc, the Lambda program, and in a single file also the native library
/// of DuckDB. They are in the folder of the program. A single file has them inside, and writes them to disk when they are needed.
/// </summary>
internal static class InstalledFiles
{
    /// <summary>The folder of the Lambda program.</summary>
    public const string Function = "lambda";

    /// <summary>The folder of protoc and its own .proto files.</summary>
    public const string Protoc = "protoc";

    /// <summary>The folder of the function's bootstrap zips. Only a release has it.</summary>
    public const string Programs = "programs";

    // In a single file only; otherwise the library is where .NET finds it.
    private const string Native = "native";

    // Mappings find their descriptors in the folder next to theirs.
    private static readonly string[] Examples = ["mappings", "descriptors"];

    private static readonly EmbeddedFiles? Embedded = EmbeddedFiles.Of(typeof(InstalledFiles).Assembly);

    /// <summary>Whether the program is a single file.</summary>
    public static bool AreEmbedded => Embedded is not null;

    /// <summary>The path of a file or folder that comes with the program.</summary>
    /// <param name="parts">Its names, from the folder of the program on.</param>
    public static string PathOf(params string[] parts)
    {
        if (Embedded is null) return Path.Combine([AppContext.BaseDirectory, .. parts]);
        var folder = parts[0];
        foreach (var sibling in Examples.Contains(folder) ? Examples : [folder]) Embedded.Write(sibling);
        return Path.Combine([Embedded.Root, .. parts]);
    }

    /// <summary>Lets .NET find the native library of DuckDB in a single file. Call it before anything uses DuckDB.</summary>
    public static void ResolveNativeLibraries()
    {
        if (Embedded is null) return;
        // Both assemblies call the library. The resolver comes before a library of the system, which may have another version.
        NativeLibrary.SetDllImportResolver(typeof(LocalDatabricks).Assembly, Resolve);
        NativeLibrary.SetDllImportResolver(Assembly.Load("DuckDB.NET.Bindings"), Resolve);
    }

    private static IntPtr Resolve(string library, Assembly assembly, DllImportSearchPath? search)
    {
        if (library != "duckdb") return IntPtr.Zero;
        var name = OperatingSystem.IsWindows() ? "duckdb.dll" : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
        var path = PathOf(Native, name);
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw CliErrors.LibraryUnavailable.Because(
                $"The bundled library of DuckDB ({path}) cannot be loaded. {CliErrors.LibraryUnavailable.Action}", e);
        }
    }
}
