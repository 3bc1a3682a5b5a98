using SqsIngestor.Mapping.Yaml;

namespace SqsIngestor.Mapping.Language.Tests;

/// <summary>One entry of <c>tests:</c>. Its form is checked.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="Clock">The invocation's clock; null for the fixed default.</param>
/// <param name="Input">The event.</param>
/// <param name="Tables">Expected rows by table; null if rows are not compared.</param>
/// <param name="Errors">Expected failures of messages, in the order of the event.</param>
internal sealed record TestSyntax(
    YamlScalar Name, DateTimeOffset? Clock, TestInputSyntax Input, IReadOnlyList<TestTableSyntax>? Tables,
    IReadOnlyList<TestErrorSyntax> Errors);

/// <summary>The input of a test: a file, an event, or the parts of one message with its body or a file of it.</summary>
internal sealed record TestInputSyntax
{
    /// <summary>A file with an event, relative to the mapping file.</summary>
    public YamlScalar? File { get; init; }

    /// <summary>A whole event.</summary>
    public YamlMapping? Event { get; init; }

    /// <summary>The body of one message: text unchanged, other values as JSON.</summary>
    public YamlNode? Body { get; init; }

    /// <summary>A file with the body of one message, relative to the mapping file; used unchanged.</summary>
    public YamlScalar? BodyFile { get; init; }

    /// <summary>System attributes of that message.</summary>
    public YamlMapping? Attributes { get; init; }

    /// <summary>Its message attributes.</summary>
    public YamlMapping? MessageAttributes { get; init; }
}

/// <summary>The expected rows of a table.</summary>
/// <param name="Table">The table; null if the test does not name the only table.</param>
/// <param name="Rows">In order, each with the columns that are compared.</param>
internal sealed record TestTableSyntax(YamlScalar? Table, IReadOnlyList<YamlMapping> Rows);

/// <summary><c>expect_error:</c></summary>
/// <param name="Code">Code of the record error; null for any.</param>
/// <param name="Column">With dots into nested fields; null for any.</param>
internal sealed record TestErrorSyntax(YamlScalar? Code, YamlScalar? Column);
