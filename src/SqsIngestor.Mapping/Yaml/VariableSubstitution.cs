using System.Text;
using SqsIngestor.Mapping.Diagnostics;

namespace SqsIngestor.Mapping.Yaml;

/// <summary>
/// Replaces <c>${NAME}</c> in scalars; <c>$${</c> stands for a literal <c>${</c>. Refuses names of <see cref="SecretVariables"/>.
/// </summary>
internal sealed class VariableSubstitution(Func<string, string?> lookup)
{
    public string Apply(string text, TextPosition position, DiagnosticBag diagnostics)
    {
        if (!text.Contains("${", StringComparison.Ordinal)) return text;
        var result = new StringBuilder();
        var variables = new List<(string Name, string Value)>();
        var at = 0;
        while (text.IndexOf("${", at, StringComparison.Ordinal) is >= 0 and var start)
        {
            result.Append(text, at, start - at);
            if (start > at && text[start - 1] == '$')
            {
                result.Append('{');
                at = start + 2;
                continue;
            }
            var end = text.IndexOf('}', start);
            var name = end < 0 ? "" : text[(start + 2)..end];
            if (!IsName(name))
            {
                diagnostics.Add(
                    DiagnosticCodes.WrongValue, position, "'${' is not followed by a variable's name and '}'",
                    "write $${ for a literal ${");
                return text;
            }
            if (SecretVariables.Contains(name))
            {
                diagnostics.Add(
                    DiagnosticCodes.VariableSecret, position, $"the environment variable {name} holds a secret, by its name",
                    "what a mapping says can become a row; if this is not a secret, give it a name without "
                        + string.Join(", ", SecretVariables.Parts));
                return text;
            }
            if (lookup(name) is not { } value)
            {
                diagnostics.Add(DiagnosticCodes.VariableUnset, position, $"the environment variable {name} is not set");
                return text;
            }
            result.Append(value);
            variables.Add(($"${{{name}}}", value));
            at = end + 1;
        }
        var substituted = result.Append(text, at, text.Length - at).ToString();
        if (variables.Count > 0) diagnostics.Substituted.Add(position, text, substituted, variables);
        return substituted;
    }

    private static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
