using System.Globalization;
using System.Text;
using SqsIngestor.Catalog.Protobuf;

namespace SqsIngestor.Cli.Infer.Columns;

/// <summary>Names of columns and fields, made from the names of members.</summary>
internal static class ColumnNaming
{
    private const int MostCharacters = 120;

    // Delta keeps these for the change data feed.
    private static readonly string[] Reserved = ["_change_type", "_commit_version", "_commit_timestamp"];

    /// <summary>
    /// The name in snake case: lower case, words separated by underscores, accents removed, ASCII only, not a digit first.
    /// </summary>
    public static string Snake(string member)
    {
        var text = new StringBuilder();
        var plain = Plain(member);
        for (var i = 0; i < plain.Length; i++)
        {
            var c = plain[i];
            if (!char.IsAsciiLetterOrDigit(c))
            {
                if (text.Length == 0 ? c == '_' : text[^1] != '_') text.Append('_');
                continue;
            }

            if (char.IsAsciiLetterUpper(c) && StartsWord(plain, i) && text.Length > 0 && text[^1] != '_') text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }

        return Valid(text.ToString().TrimEnd('_'));
    }

    /// <summary>The name as it is, with underscores for characters that a name cannot have.</summary>
    public static string AsIs(string member) =>
        Valid(string.Concat(Plain(member).Select(c => char.IsAsciiLetterOrDigit(c) || c == '_' ? c : '_')));

    /// <summary>Takes a name, unless another of the table or the STRUCT has it, also in another case.</summary>
    /// <param name="name">The name.</param>
    /// <param name="taken">The keys of the others; gets the key of the name.</param>
    public static bool TryTake(string name, HashSet<string> taken) => taken.Add(Key(name));

    /// <summary>A name that no other of the table or the STRUCT has, also not in another case.</summary>
    /// <param name="wanted">The name without regard to the others.</param>
    /// <param name="taken">The keys of the others; gets the key of the result.</param>
    public static string Unused(string wanted, HashSet<string> taken)
    {
        var name = wanted;
        for (var i = 2; !taken.Add(Key(name)); i++) name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{i}");
        return name;
    }

    /// <summary>
    /// What must differ between names: protobuf names the entries of a MAP after its field without underscores.
    /// </summary>
    private static string Key(string name)
    {
        var key = name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return key.Length == 0 ? name : key;
    }

    private static bool StartsWord(string text, int i) =>
        i > 0 && (!char.IsAsciiLetterUpper(text[i - 1]) || (i + 1 < text.Length && char.IsAsciiLetterLower(text[i + 1])));

    private static string Plain(string member)
    {
        var beginning = member.Length > MostCharacters ? member[..MostCharacters] : member;
        var decomposed = string.Concat(beginning.EnumerateRunes()).Normalize(NormalizationForm.FormD);
        return string.Concat(
            decomposed.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark));
    }

    private static string Valid(string name)
    {
        if (name.Trim('_').Length == 0) return "field";
        var valid = ProtoNames.CanSpell(name) ? name : $"_{name}";
        return Reserved.Contains(valid, StringComparer.OrdinalIgnoreCase) ? $"{valid}_" : valid;
    }
}
