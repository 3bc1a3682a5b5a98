using System.Text;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Text;
using SqsIngestor.Mapping.Values;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>A part of a YAML file, with its place.</summary>
internal abstract record YamlNode(TextPosition Position)
{
    /// <summary>The kind of node, in the words of a message.</summary>
    public abstract string KindName { get; }
}

/// <summary>A scalar.</summary>
/// <param name="Value">The text after YAML's own escapes and <c>${NAME}</c>.</param>
/// <param name="IsPlain">Written without quotes, so that <c>null</c>, <c>true</c> and numbers mean themselves.</param>
/// <param name="Position">Position of the first character, the quote included.</param>
internal sealed record YamlScalar(string Value, bool IsPlain, TextPosition Position) : YamlNode(Position)
{
    public override string KindName => "a scalar";

    public bool IsNull => IsPlain && Value is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>The kind in YAML's core schema: String, Number, True, False or Null. A quoted scalar is a string.</summary>
    public ValueKind Kind =>
        !IsPlain ? ValueKind.String
        : IsNull ? ValueKind.Null
        : Value == "true" ? ValueKind.True
        : Value == "false" ? ValueKind.False
        : DecimalText.TryParse(Encoding.UTF8.GetBytes(Value), out _) ? ValueKind.Number : ValueKind.String;

    /// <summary>The place of a part of the value; exact for plain and for unescaped quoted scalars on one line.</summary>
    public TextPosition Slice(int offset, int length) => Position.Slice(IsPlain ? offset : offset + 1, length);
}

/// <summary>A list.</summary>
internal sealed record YamlSequence(IReadOnlyList<YamlNode> Items, TextPosition Position) : YamlNode(Position)
{
    public override string KindName => "a list";
}

/// <summary>A mapping, in the order of the file.</summary>
internal sealed record YamlMapping(IReadOnlyList<YamlEntry> Entries, TextPosition Position) : YamlNode(Position)
{
    public override string KindName => "a mapping";

    /// <summary>Written in braces.</summary>
    public bool IsFlow { get; init; }
}

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
