using System.Globalization;
using SqsIngestor.Pipeline.Aws;
using SqsIngestor.Pipeline.Aws.RoleCredentials;
using SqsIngestor.Pipeline.Identity;

namespace SqsIngestor.Pipeline.Configuration;

/// <summary>
/// How the function, or a command, proves to the workspace who it is: DATABRICKS_AUTH_TYPE. The names are those of the Databricks
/// SDKs, except for <see cref="AwsIdentity"/>, which they do not have.
/// </summary>
internal static class AuthTypes
{
    /// <summary>Client id and secret. The default.</summary>
    public const string OAuthM2M = "oauth-m2m";

    /// <summary>The identity token in a file.</summary>
    public const string FileOidc = "file-oidc";

    /// <summary>The identity token in an environment variable.</summary>
    public const string EnvOidc = "env-oidc";

    /// <summary>Identity tokens of an AWS role, from AWS STS.</summary>
    public const string AwsIdentity = "aws-identity";

    /// <summary>All, for sentences.</summary>
    public const string List = OAuthM2M + ", " + FileOidc + ", " + EnvOidc + " or " + AwsIdentity;
}

/// <summary>Reads the settings of authentication without a secret from the environment.</summary>
/// <param name="variables">The environment; null for a variable that is not set.</param>
/// <param name="problems">Receives a sentence for each variable that is missing or wrong.</param>
/// <param name="clock">Tells whether credentials of the role are still valid.</param>
internal sealed class IdentitySettingsReader(
    Func<string, string?> variables, ICollection<string> problems, TimeProvider clock)
{
    private const int ShortestLifetime = 60;
    private const int LongestLifetime = 3600;

    /// <summary>The settings that belong to one type only, with that type.</summary>
    private static readonly (string Name, string Type)[] Own =
    [
        (EnvironmentVariables.DatabricksClientSecret, AuthTypes.OAuthM2M),
        (EnvironmentVariables.DatabricksSecretArn, AuthTypes.OAuthM2M),
        (EnvironmentVariables.DatabricksOidcTokenFilepath, AuthTypes.FileOidc),
        (EnvironmentVariables.DatabricksOidcTokenEnv, AuthTypes.EnvOidc),
        (EnvironmentVariables.DatabricksTokenAudience, AuthTypes.AwsIdentity),
        (EnvironmentVariables.IdentityTokenLifetime, AuthTypes.AwsIdentity),
    ];

    /// <summary>
    /// DATABRICKS_AUTH_TYPE; null if it is none of the types. What belongs to another type than this is a problem: it is
    /// configured twice, or half.
    /// </summary>
    public string? ReadType()
    {
        const string Name = EnvironmentVariables.DatabricksAuthType;
        var type = variables(Name) ?? AuthTypes.OAuthM2M;
        if (type is not (AuthTypes.OAuthM2M or AuthTypes.FileOidc or AuthTypes.EnvOidc or AuthTypes.AwsIdentity))
        {
            problems.Add($"{Name} is not {AuthTypes.List}");
            return null;
        }

        foreach (var (name, owner) in Own)
        {
            if (owner == type || variables(name) is null) continue;
            problems.Add(variables(Name) is null
                ? $"{name} is set, but {Name} is not: set it to {owner}, or remove {name}"
                : $"{Name} is {type}, which does not use {name}: remove {name}, or set {Name} to {owner}");
        }
        return type;
    }

    /// <summary>The source of identity tokens.</summary>
    /// <param name="type">The result of <see cref="ReadType"/>.</param>
    /// <param name="workspace">Its token endpoint is the default audience, as in the Databricks SDKs.</param>
    /// <returns>Null for <see cref="AuthTypes.OAuthM2M"/>, or if there was a problem.</returns>
    public IdentitySettings? Read(string? type, Uri workspace) => type switch
    {
        AuthTypes.FileOidc => ReadFile(),
        AuthTypes.EnvOidc => ReadVariable(),
        AuthTypes.AwsIdentity => ReadAws(workspace),
        _ => null,
    };

    private FileIdentity? ReadFile()
    {
        const string Name = EnvironmentVariables.DatabricksOidcTokenFilepath;
        if (variables(Name) is not { } path)
            problems.Add($"{Name} is not set; {EnvironmentVariables.DatabricksAuthType} {AuthTypes.FileOidc} needs it");
        else if (!File.Exists(path))
            problems.Add($"{Name}: there is no file {path}");
        else
            return new FileIdentity(path);
        return null;
    }

    private VariableIdentity? ReadVariable()
    {
        const string Default = EnvironmentVariables.DatabricksOidcToken;
        var name = variables(EnvironmentVariables.DatabricksOidcTokenEnv) ?? Default;
        if (variables(name) is not null) return new VariableIdentity(name, variables);
        problems.Add($"{name} is not set; {EnvironmentVariables.DatabricksAuthType} {AuthTypes.EnvOidc} reads the identity token "
            + "there");
        return null;
    }

    private AwsIdentity? ReadAws(Uri workspace)
    {
        var before = problems.Count;
        var region = variables(EnvironmentVariables.AwsRegion);
        if (region is null)
        {
            problems.Add($"{EnvironmentVariables.AwsRegion} is not set; {EnvironmentVariables.DatabricksAuthType} "
                + $"{AuthTypes.AwsIdentity} needs the region of AWS STS");
        }
        else if (!region.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'))
        {
            // The region becomes a part of a host name.
            problems.Add($"{EnvironmentVariables.AwsRegion} is not a region, such as eu-west-1");
            region = null;
        }

        var endpoint = new AwsEndpointReader(variables, problems).Read(
            EnvironmentVariables.AwsEndpointUrlSts, "https://sts.eu-west-1.amazonaws.com",
            (fips, dualStack) => region is null ? null : StsEndpoint.Of(region, fips, dualStack));
        if (endpoint is null && problems.Count == before)
        {
            problems.Add($"the domain of AWS STS in {region} is not known: set {EnvironmentVariables.AwsEndpointUrlSts} to its "
                + "endpoint");
        }

        if (EnvironmentCredentials.Problem(
            variables, $"{EnvironmentVariables.DatabricksAuthType} {AuthTypes.AwsIdentity}") is { } problem)
        {
            problems.Add(problem);
        }

        var audience = variables(EnvironmentVariables.DatabricksTokenAudience) ?? new Uri(workspace, "/oidc/v1/token").ToString();
        var lifetime = ReadLifetime();
        return problems.Count > before
            ? null
            : new AwsIdentity(
                new AwsService("sts", region!, endpoint!, new EnvironmentCredentials(variables, clock)) { Variables = variables },
                audience, TimeSpan.FromSeconds(lifetime));
    }

    private int ReadLifetime()
    {
        const string Name = EnvironmentVariables.IdentityTokenLifetime;
        if (variables(Name) is not { } text) return EnvironmentVariables.IdentityTokenLifetimeDefault;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= ShortestLifetime and <= LongestLifetime)
        {
            return seconds;
        }

        problems.Add(string.Create(
            CultureInfo.InvariantCulture, $"{Name} is not a whole number from {ShortestLifetime} to {LongestLifetime}"));
        return EnvironmentVariables.IdentityTokenLifetimeDefault;
    }
}
