using System.Runtime.CompilerServices;

namespace SqsIngestor.Tests.Shared.Snapshots;

/// <summary>
/// Snapshots by the conventions of Verify: <c>Class.Method.verified.txt</c> next to the test, <c>.received.txt</c> on a
/// mismatch, and a diff tool on a person's machine. To swap in Verify.Xunit, reference it and delete this folder.
/// </summary>
internal static class Verifier
{
    public static SettingsTask Verify(
        string target, string extension =
            "txt", [CallerFilePath] string sourceFile = "", [CallerMemberName] string method = "") =>
        new(target, extension, sourceFile, method);
}
