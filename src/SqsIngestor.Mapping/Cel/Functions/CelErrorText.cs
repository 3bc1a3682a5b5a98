using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>Says what an error of an expression means, with the operator that it comes from.</summary>
internal static class CelErrorText
{
    /// <summary>What happened, with the function or operator and the types that it was given. Nothing of the input.</summary>
    public static string MeaningOf(in CelValue error)
    {
        if (error.RefusedBy is not { } user) return CelErrors.Of(error.ErrorCode).Meaning;
        List<string> types = [];
        for (var i = 0; i < CelArguments.Most && error.RefusedKind(i) != CelKind.Missing; i++)
        {
            types.Add(CelTypeNames.Short(error.RefusedKind(i)));
        }
        if (user == CelOperators.Member) return $"{types[0]} has no members";
        if (user == CelOperators.Index.Name && error.RefusedKind(0) == CelKind.String)
        {
            return $"'{user}' does not accept ({string.Join(", ", types)}); for a character, write charAt(…)";
        }
        return $"'{user}' does not accept ({string.Join(", ", types)})";
    }
}
