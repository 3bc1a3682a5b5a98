using System.Reflection;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Cli.Diagnostics;

/// <summary>Every diagnostic code, by id.</summary>
internal static class KnownCodes
{
    public static IReadOnlyList<DiagnosticCode> All { get; } =
    [
        .. typeof(DiagnosticCodes).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(p => p.GetValue(null)).OfType<DiagnosticCode>().OrderBy(c => c.Id, StringComparer.Ordinal),
    ];
}
