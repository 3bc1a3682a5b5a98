namespace SqsIngestor.Mapping.Cel.Syntax;

/// <summary>Parts of an expression's text as messages show them.</summary>
internal static class CelText
{
    /// <summary>The character in quotes, or its code point if it is not printable.</summary>
    public static string Show(char c) => c is >= ' ' and < '\x7f' ? $"'{c}'" : $"U+{(int)c:X4}";

    /// <summary>A token in quotes, cut if it is long.</summary>
    public static string Show(ReadOnlySpan<char> token)
    {
        if (token.Length == 1) return Show(token[0]);
        return token.Length <= 32 ? $"'{token}'" : $"'{token[..32]}…'";
    }

    /// <summary>Names for a message: <c>'a', 'b', 'c'</c>.</summary>
    public static string Quote(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
