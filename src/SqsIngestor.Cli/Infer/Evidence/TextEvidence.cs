using System.Text.Json;
using System.Text.RegularExpressions;

namespace SqsIngestor.Cli.Infer.Evidence;

/// <summary>The formats of text that matter for a type.</summary>
internal enum TextFormat
{
    /// <summary>RFC 3339 with an offset.</summary>
    Instant,

    /// <summary>A date and a time without an offset.</summary>
    LocalTime,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A number that is a time of the years 2000 to 2100 in one of the units of epochs.</summary>
    EpochText,

    /// <summary>Another number.</summary>
    NumberText,

    Uuid,

    /// <summary>An object or an array of JSON.</summary>
    JsonText,

    Empty,

    Other,
}

/// <summary>How many texts of a place have which format.</summary>
internal sealed partial class TextEvidence
{
    private static readonly int Formats = Enum.GetValues<TextFormat>().Length;

    private readonly long[] _counts = new long[Formats];

    public long Count => _counts.Sum();

    /// <summary>The units of those that are times as numbers.</summary>
    public EpochUnits Units { get; private set; }

    /// <summary>How many are times with digits below the microsecond.</summary>
    public long FineTimes { get; private set; }

    /// <summary>How many are days as eight digits.</summary>
    public long CompactDates { get; private set; }

    /// <summary>How many are local times as digits.</summary>
    public long CompactTimes { get; private set; }

    /// <summary>Those that are numbers, which columns of numbers take too.</summary>
    public NumberEvidence Numbers { get; } = new();

    public long this[TextFormat format] => _counts[(int)format];

    /// <summary>The formats that occur.</summary>
    public IEnumerable<TextFormat> Seen => Enum.GetValues<TextFormat>().Where(format => this[format] > 0);

    public void Add(string text)
    {
        var format = Classify(text);
        _counts[(int)format]++;
        if (CompactDate.Is(text)) CompactDates++;
        if (CompactTime.Is(text)) CompactTimes++;
        if (format is TextFormat.EpochText or TextFormat.NumberText) Numbers.Add(text);
        if (format is TextFormat.Instant or TextFormat.LocalTime && MomentText.TryParse(text)!.IsFine) FineTimes++;
        if (format != TextFormat.EpochText) return;
        Units |= EpochUnit.Of(text);
        if (EpochUnit.IsFine(text, EpochUnit.Of(text))) FineTimes++;
    }

    public void Add(TextEvidence other)
    {
        for (var i = 0; i < Formats; i++) _counts[i] += other._counts[i];
        Units |= other.Units;
        FineTimes += other.FineTimes;
        CompactDates += other.CompactDates;
        CompactTimes += other.CompactTimes;
        Numbers.Add(other.Numbers);
    }

    /// <summary>The format of a text, by the rules of the mapping language for times.</summary>
    public static TextFormat Classify(string text)
    {
        if (text.Length == 0) return TextFormat.Empty;
        if (MomentText.TryParse(text) is { } moment)
        {
            return !moment.HasTime ? TextFormat.Date : moment.HasOffset ? TextFormat.Instant : TextFormat.LocalTime;
        }

        if (Number().IsMatch(text)) return EpochUnit.Of(text) == EpochUnits.None ? TextFormat.NumberText : TextFormat.EpochText;
        if (text.Length == 36 && Guid.TryParseExact(text, "D", out _)) return TextFormat.Uuid;
        return text[0] is '{' or '[' && text[^1] is '}' or ']' && IsJson(text) ? TextFormat.JsonText : TextFormat.Other;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var json = SampleJson.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();
}
