using System.Text;

namespace SqsIngestor.Mapping.Language.Scopes;

/// <summary>How the name of a field becomes the name of a JSON member.</summary>
internal enum MemberNames : byte
{
    /// <summary>The member has the name of the field.</summary>
    Same,

    /// <summary><c>placed_at</c> is <c>placedAt</c>.</summary>
    SnakeToCamel,
}

/// <summary>Applies <see cref="MemberNames"/>.</summary>
internal static class MemberNamesExtensions
{
    public static string Of(this MemberNames names, string field)
    {
        if (names == MemberNames.Same) return field;
        var result = new StringBuilder();
        var upper = false;
        foreach (var c in field)
        {
            if (c == '_' && result.Length > 0) upper = true;
            else result.Append(upper ? char.ToUpperInvariant(c) : c);
            if (c != '_') upper = false;
        }
        return result.ToString();
    }
}
