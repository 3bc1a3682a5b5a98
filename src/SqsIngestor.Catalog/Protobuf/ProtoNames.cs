namespace SqsIngestor.Catalog.Protobuf;

/// <summary>The rules of the protobuf language for names.</summary>
public static class ProtoNames
{
    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "syntax", "import", "option", "package", "message", "enum", "service", "rpc", "returns", "reserved", "to", "max",
            "double", "float",
        "int32", "int64", "uint32", "uint64", "sint32", "sint64", "fixed32", "fixed64", "sfixed32", "sfixed64", "bool", "string",
            "bytes",
    };

    /// <summary>Whether a field can have the name: ASCII letters, digits and underscores, no digit first.</summary>
    public static bool CanSpell(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(IsNameCharacter);
    }

    /// <summary>
    /// Whether the name is a word of the language. A label stands before every field's name, so protoc accepts these words;
    /// Databricks' generator refuses them.
    /// </summary>
    public static bool IsLanguageWord(string name) => Words.Contains(name);

    /// <summary>
    /// The name of a table's message: <c>table_</c> and the name of the table, with underscores for characters that protobuf does
    /// not allow.
    /// </summary>
    public static string Message(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return "table_" + string.Concat(table.Select(c => IsNameCharacter(c) ? c : '_'));
    }

    /// <summary>
    /// Each word of a name in snake case with a capital, without the underscores: what protoc calls a map's entry.
    /// </summary>
    internal static string PascalCase(string text) =>
        string.Concat(
            text.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]));

    /// <summary>The name of the entries of a map field, which protoc decides.</summary>
    internal static string MapEntry(string field) => PascalCase(field) + "Entry";

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
