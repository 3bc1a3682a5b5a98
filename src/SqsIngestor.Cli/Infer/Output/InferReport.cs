using System.Text.Json.Nodes;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Infer.Columns;
using SqsIngestor.Cli.Infer.Evidence;
using SqsIngestor.Cli.Infer.Samples;
using SqsIngestor.Cli.Init;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Infer.Output;

/// <summary>Says what the samples are and what each column is made from. Without values, it has only their shapes.</summary>
/// <param name="samples">The samples.</param>
/// <param name="table">The table made from them.</param>
/// <param name="name">Its name.</param>
/// <param name="showsValues">Shows examples of values.</param>
internal sealed class InferReport(SampleSet samples, InferredTable table, TableName name, bool showsValues)
{
    private const int WidestType = 40;
    private const int WidestPath = 60;
    private const int WidestValue = 60;
    private const int MostNamed = 5;

    private readonly IReadOnlyList<ColumnReport> _columns = ColumnReport.Read(table);

    /// <summary>Whether a column cuts off digits of times, which is not counted as another value.</summary>
    public bool HasCutTimes => _columns.Any(column => column.IsCut);

    /// <summary>Prints it for people.</summary>
    public void Write(IAnsiConsole console)
    {
        foreach (var (file, messages) in samples.Files)
        {
            Line(console, $"{file.Name}: {file.Format.Describe()}; {Quantity.Count(messages, "message")}", Style.Plain);
        }

        foreach (var refused in samples.Refused) WriteRefused(console, refused);
        if (DuplicateNames.Describe(samples.Twice, samples.Used, samples.FirstTwice) is { } twice)
            Line(console, $"warning: {twice}", Styles.Warning);
        foreach (var found in table.Payload.Shapes) WriteShape(console, found);
        if (samples.DocumentsAsText > 0)
        {
            Line(
                console,
                $"warning: {Quantity.Count(samples.DocumentsAsText, "message")} of {samples.Messages} with JSON among texts: the "
                    + "mapping reads all bodies as text. Infer a table from messages of one kind alone.",
                Styles.Warning);
        }

        if (samples.WithoutData > 0)
        {
            Line(
                console,
                $"{Quantity.Count(samples.WithoutData, "event")} without data: the columns of the body are NULL in the row",
                Style.Plain);
        }

        if (samples.Envelopes.HasMore)
        {
            Line(
                console,
                $"warning: the envelopes have more than {ValueEvidence.MostMembers} names of members; the first have columns",
                Styles.Warning);
        }

        foreach (var (attribute, type, count) in table.Payload.Attributes)
        {
            Line(
                console,
                $"message attribute {attribute} ({type}) in {count} of {Quantity.Count(samples.Messages, "message")}: "
                    + "the mapping has it as a comment",
                Style.Plain);
        }

        Line(
            console,
            $"{name}: {Quantity.Count(table.Columns.Count, "column")} from {Quantity.Count(table.Rows, "row")} of "
                + $"{Quantity.Count(samples.Used, "message")}",
            Styles.Bold);
        WriteColumns(console);
    }

    /// <summary>Prints how many columns there are, and which of them a person looks at, on one line.</summary>
    public void WriteSummary(IAnsiConsole console)
    {
        var look = _columns.Where(column => column.NeedsLook).Select(column => column.Path).ToList();
        var names = string.Join(", ", look.Take(MostNamed)) + (look.Count > MostNamed ? ", …" : "");
        var text = look.Count == 0 ? "none needs a look" : $"{look.Count} to look at: {names}";
        Line(
            console, $"{name}: {Quantity.Count(table.Columns.Count, "column")}; {text}",
            look.Count == 0 ? Styles.Good : Styles.Warning);
    }

    /// <summary>The report for programs.</summary>
    public JsonObject ToJson() => new()
    {
        ["table"] = name.ToString(),
        ["files"] = new JsonArray([
            .. samples.Files.Select(each => new JsonObject
            {
                ["file"] = each.File.Name,
                ["format"] = each.File.Format.Word(),
                ["messages"] = each.Messages,
            }),
        ]),
        ["messages"] = samples.Messages,
        ["rows"] = table.Rows,
        ["left_out"] = new JsonArray([
            .. samples.Refused.Select(refused => new JsonObject
            {
                ["code"] = refused.Code,
                ["count"] = refused.Count,
                ["first"] = refused.First,
            }),
        ]),
        ["names_twice"] = samples.Twice,
        ["without_data"] = samples.WithoutData,
        ["envelopes"] = new JsonArray([
            .. table.Payload.Envelopes.Select(
                envelope => new JsonObject { ["unwrap"] = envelope.Word, ["always"] = envelope.IsAlways }),
        ]),
        ["shapes"] = new JsonArray([
            .. table.Payload.Shapes.Select(found => new JsonObject
            {
                ["unwrap"] = found.Shape.Word,
                ["messages"] = found.Messages,
                ["used"] = found.IsUsed,
            }),
        ]),
        ["attributes"] = new JsonArray([
            .. table.Payload.Attributes.Select(
                each => new JsonObject { ["name"] = each.Name, ["type"] = each.Type, ["messages"] = each.Count }),
        ]),
        ["columns"] = new JsonArray([.. _columns.Select(ToJson)]),
    };

    private void WriteRefused(IAnsiConsole console, RefusedSamples refused)
    {
        var count = Quantity.Count(refused.Count, "message");
        if (table.Payload.Dropped.Contains(refused.Code))
        {
            Line(
                console,
                $"{count} without data, with the record error {refused.Code}: the mapping drops such messages; "
                    + $"the first one is {refused.First}",
                Style.Plain);
            return;
        }

        var (verb, are) = refused.Count == 1 ? ("has", "is") : ("have", "are");
        Line(
            console,
            $"warning: {count} {verb} the record error {refused.Code} in the function, and {are} left out; the first one is "
                + $"{refused.First}{Guess(refused)}",
            Styles.Warning);
    }

    private string Guess(RefusedSamples refused) =>
        refused.Code == SampleSet.NotJson && samples.Guess is { } guess ? $": {guess}" : "";

    private void WriteShape(IAnsiConsole console, FoundShape found)
    {
        var shape = found.Shape;
        var what = $"{shape.Title} in {found.Messages} of {Quantity.Count(samples.Messages, "message")}";
        if (!found.IsUsed)
        {
            var why = samples.IsText ? "the bodies are read as text"
                : shape.IsEnvelope ? "some have data that is not JSON"
                : found.Messages == samples.Messages ? "they have several forms"
                : "others are not";
            Line(
                console,
                $"warning: {what}: {why}, so the mapping reads them as they are, without unwrap: {shape.Word}. Infer a table "
                    + "from messages of one kind alone.",
                Styles.Warning);
            return;
        }

        var gallery = GalleryShape.All.FirstOrDefault(each => each.Payload == shape) is { } usual
            ? $"; sqs-ingestor init --shape {usual.Name} writes a tested mapping for them"
            : "";
        Line(console, $"{what}: the mapping reads them with unwrap: {shape.Word}{gallery}", Style.Plain);
    }

    private void WriteColumns(IAnsiConsole console)
    {
        var paths = _columns.Max(column => Math.Min(column.Path.Length, WidestPath));
        var types = _columns.Max(column => Math.Min(column.Type.Length, WidestType));
        var shares = _columns.Max(column => column.Share.Length);
        foreach (var column in _columns)
        {
            var text = $"  {PlainText.Shorten(column.Path, WidestPath).PadRight(paths)}"
                + $"  {PlainText.Shorten(column.Type, WidestType).PadRight(types)}"
                + $"  {column.Share.PadRight(shares)}  {string.Join("; ", Looks(column).Concat(column.Notes))}";
            Line(console, text.TrimEnd(), column.Field.Type.IsContradictory ? Styles.Warning : Style.Plain);
        }
    }

    /// <summary>The shapes of the values, or the values.</summary>
    private IEnumerable<string> Looks(ColumnReport column)
    {
        if (showsValues)
        {
            if (Values(column).Count > 0)
            {
                yield return string.Join(" | ", Values(column).Select(value => PlainText.Shorten(value, WidestValue)));
            }
        }
        else if (column.Values.Shapes is { Seen.Count: > 0 } shapes)
        {
            yield return string.Join(" | ", shapes.Seen) + (shapes.HasMore ? " | …" : "");
        }
    }

    private JsonObject ToJson(ColumnReport column)
    {
        var shapes = column.Values.Shapes;
        var json = new JsonObject
        {
            ["column"] = column.Path,
            ["type"] = column.Type,
            ["from"] = column.Source,
            ["seen"] = column.Seen,
            ["of"] = column.Of,
            ["percent"] = column.Percent,
            ["formats"] = new JsonArray([.. column.Field.Type.Formats.Select(format => JsonValue.Create(format))]),
            ["shapes"] = new JsonArray([.. shapes.Seen.Select(shape => JsonValue.Create(shape))]),
            ["more_shapes"] = shapes.HasMore,
            ["contradictory"] = column.Field.Type.IsContradictory,
            ["needs_look"] = column.NeedsLook,
            ["notes"] = new JsonArray([.. column.Notes.Select(note => JsonValue.Create(note))]),
        };
        if (showsValues) json["values"] = new JsonArray([.. Values(column).Select(value => JsonValue.Create(value))]);
        return json;
    }

    private static IReadOnlyList<string> Values(ColumnReport column) => column.Values.Examples.Seen;

    private static void Line(IAnsiConsole console, string text, Style style) =>
        console.WriteUnwrapped(PlainText.Of(text), style);
}
