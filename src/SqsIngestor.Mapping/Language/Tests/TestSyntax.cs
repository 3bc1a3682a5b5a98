using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>One entry of <c>tests:</c>, its form checked.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Clock">The invocation's clock; null for the fixed default.</param>
/// <param name="Input">The event.</param>
/// <param name="Tables">Expected rows by table; null when none are compared.</param>
/// <param name="Errors">Expected failures of messages, in the order of the event.</param>
internal sealed record TestSyntax(
    YamlScalar Name, DateTimeOffset? Clock, TestInputSyntax Input, IReadOnlyList<TestTableSyntax>? Tables,
        IReadOnlyList<TestErrorSyntax> Errors);

/// <summary>What goes into a test: exactly one of a file, an event, or the parts of one message.</summary>
internal sealed record TestInputSyntax
{
    /// <summary>A file with an event, relative to the mapping file.</summary>
    public YamlScalar? File { get; init; }

    /// <summary>A whole event.</summary>
    public YamlMapping? Event { get; init; }

    /// <summary>The body of one message: text as it is, anything else as JSON.</summary>
    public YamlNode? Body { get; init; }

    /// <summary>System attributes of that message.</summary>
    public YamlMapping? Attributes { get; init; }

    /// <summary>Its message attributes.</summary>
    public YamlMapping? MessageAttributes { get; init; }
}

/// <summary>Rows that a table is expected to get.</summary>
/// <param name="Table">Null when the file has one table and its name is left out.</param>
/// <param name="Rows">In order, each with the columns that are compared.</param>
internal sealed record TestTableSyntax(YamlScalar? Table, IReadOnlyList<YamlMapping> Rows);

/// <summary><c>expect_error:</c></summary>
/// <param name="Code">Of the record error; null for any.</param>
/// <param name="Column">With dots into nested fields; null for any.</param>
internal sealed record TestErrorSyntax(YamlScalar? Code, YamlScalar? Column);
