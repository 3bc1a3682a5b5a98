using System.Runtime.CompilerServices;

namespace SqsIngestor.Tests.Shared;

/// <summary>
/// Keeps the ready file of the user's own local server away from the tests and the programs that they start: they have a folder
/// of their own for it.
/// </summary>
internal static class OwnReadyFile
{
    [ModuleInitializer]
    public static void Apply()
    {
        var folder = Directory.CreateTempSubdirectory("ready-");
        Environment.SetEnvironmentVariable("XDG_RUNTIME_DIR", folder.FullName);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
    }
}
