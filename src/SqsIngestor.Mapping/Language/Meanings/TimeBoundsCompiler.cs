using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language.Options;
using SqsIngestor.Mapping.Time;
using SqsIngestor.Mapping.Values;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Meanings;

/// <summary>Compiles <c>not_before</c> and <c>not_after</c>.</summary>
internal static class TimeBoundsCompiler
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    private const int DateLength = 10;

    private static readonly Rfc3339Format Format = new(requiresOffset: false, takesDate: true);

    /// <summary>The bounds; null after a diagnostic.</summary>
    /// <param name="options">The options of the column.</param>
    /// <param name="use">The part of a time that the column holds.</param>
    /// <param name="zone">The zone of times without an offset.</param>
    /// <param name="diagnostics">Receives the problems.</param>
    public static TimeBounds? Compile(ColumnOptions options, TimeUse use, TimeZoneRules zone, DiagnosticBag diagnostics)
    {
        var bounds = TimeBounds.Calendar;
        if (options.NotBefore is { } first)
        {
            if (Read(first, ColumnOptionCatalog.NotBefore, use, zone, diagnostics) is not { } from) return null;
            bounds = bounds with { From = from };
        }
        if (options.NotAfter is not { } last) return bounds;
        if (Read(last, ColumnOptionCatalog.NotAfter, use, zone, diagnostics) is not { } to) return null;
        if (to >= bounds.From) return bounds with { To = to };
        diagnostics.Add(
            DiagnosticCodes.WrongValue, last.Position, "no time is plausible: 'not_after' is earlier than 'not_before'");
        return null;
    }

    private static long? Read(
        YamlScalar bound, ColumnOption option, TimeUse use, TimeZoneRules zone, DiagnosticBag diagnostics)
    {
        if (Format.TryRead(SourceValue.FromText(Encoding.UTF8.GetBytes(bound.Value)), out var time) != RecordErrorCode.None)
        {
            diagnostics.Add(DiagnosticCodes.WrongValue, bound.Position,
                $"'{bound.Value}' is not a value of '{option.Word}'; it takes {option.Takes}", $"{option.Word}: 2000-01-01");
            return null;
        }
        // A date stands for its whole day.
        var rest = bound.Value.Length == DateLength && option == ColumnOptionCatalog.NotAfter ? MicrosecondsPerDay - 1 : 0;
        var written = time with { Microseconds = time.Microseconds + rest };
        return use == TimeUse.Instant ? written.ToInstant(zone) : written.ToWallClock(zone);
    }
}
