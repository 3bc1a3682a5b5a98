namespace SqsIngestor.Mapping.Yaml;

/// <summary>
/// The environment variables that <c>${NAME}</c> may not name, because what a mapping says can become a row. A name decides: who
/// checks a mapping need not have the variable. It is better to refuse a name too many, which can be changed, than one too few.
/// </summary>
internal static class SecretVariables
{
    /// <summary>A name that contains one of these, in any case, is refused.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "SECRET", "PASSWORD", "PASSWD", "PASSPHRASE", "TOKEN", "CREDENTIAL", "PRIVATE_KEY", "PRIVATEKEY", "ACCESS_KEY",
        "ACCESSKEY", "API_KEY", "APIKEY",
    ];

    /// <summary>Whether a variable of this name counts as a secret.</summary>
    public static bool Contains(string name) =>
        Parts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
