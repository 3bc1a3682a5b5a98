using System.Diagnostics;
using System.Globalization;
using System.Text;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Payloads;

/// <summary>What is wrong with a body: sizes and places. Valid until the next message; made only after a failure.</summary>
/// <param name="Kind">The kind of the fault.</param>
internal sealed record PayloadFault(PayloadFaultKind Kind)
{
    /// <summary>The step of <c>payload</c> that failed; null for the body itself.</summary>
    public string? Step { get; init; }

    /// <summary>The bytes that were found; 0 if the step stopped at the limit.</summary>
    public int Found { get; init; }

    /// <summary>The most bytes or levels.</summary>
    public int Most { get; init; }

    /// <summary>What the step found wrong, without anything of the body; null if that is not known.</summary>
    public string? Problem { get; init; }

    /// <summary>The text that should be JSON.</summary>
    public PayloadBuffer? Text { get; init; }

    /// <summary>Where it stops being JSON.</summary>
    public int Offset { get; init; }

    /// <summary>What was found and what was wanted, without anything of the body; empty if that is not known.</summary>
    public string Detail
    {
        get
        {
            var step = Step is null ? "" : $" by the step {Step}";
            return Kind switch
            {
                PayloadFaultKind.Size => string.Create(
                    CultureInfo.InvariantCulture,
                    $"found {(Found > 0 ? $"{Found} bytes" : "more bytes")}{step}, wanted at most {ByteSize.Format(Most)}"),
                PayloadFaultKind.Depth => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(Problem is null ? "" : $"found more at {Problem}, ")}wanted at most {Most} levels of objects and arrays"),
                PayloadFaultKind.Empty => "the body is empty",
                PayloadFaultKind.Step => $"in the step {Step}{(Problem is null ? "" : ": " + Problem)}",
                PayloadFaultKind.Json when Text!.Written.Trim(" \t\r\n"u8).IsEmpty => "the body is empty",
                PayloadFaultKind.Json => JsonDetail(step),
                PayloadFaultKind.None => "",
                _ => throw new UnreachableException(),
            };
        }
    }

    /// <summary>The line of the body at which it stops being JSON, and a caret below the place; null for other faults.</summary>
    /// <param name="width">The most characters of the line to show.</param>
    public string? Snippet(int width)
    {
        if (Kind != PayloadFaultKind.Json) return null;
        var text = Text!.Written;
        var start = text[..Offset].LastIndexOf((byte)'\n') + 1;
        var end = text[Offset..].IndexOf((byte)'\n') is >= 0 and var length ? Offset + length : text.Length;
        var before = Encoding.UTF8.GetString(text[start..Offset]).Replace('\t', ' ');
        var after = Encoding.UTF8.GetString(text[Offset..end]).TrimEnd('\r').Replace('\t', ' ');
        if (before.Length > width / 2) before = "…" + before[^(width / 2)..];
        if (before.Length + after.Length > width) after = after[..Math.Max(0, width - before.Length)] + "…";
        return $"{before}{after}\n{new string(' ', before.Length)}^";
    }

    private string JsonDetail(string step)
    {
        var before = Text!.Written[..Offset];
        var line = before.Count((byte)'\n') + 1;
        var column = 1;
        foreach (var _ in new Utf8Runes(before[(before.LastIndexOf((byte)'\n') + 1)..])) column++;
        var place = Offset >= Text.Length ? "the JSON is cut off at" : "not JSON at";
        return string.Create(CultureInfo.InvariantCulture, $"{place} line {line}, column {column}{step}");
    }
}

/// <summary>The kind of a <see cref="PayloadFault"/>.</summary>
internal enum PayloadFaultKind : byte
{
    /// <summary>Nothing more is known than the code.</summary>
    None,

    /// <summary>Too many bytes.</summary>
    Size,

    /// <summary>Nested too deeply.</summary>
    Depth,

    /// <summary>The body has no document.</summary>
    Empty,

    /// <summary>A step cannot read its input.</summary>
    Step,

    /// <summary>The text is not JSON.</summary>
    Json,
}
