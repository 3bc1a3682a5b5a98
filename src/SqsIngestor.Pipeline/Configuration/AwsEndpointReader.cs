namespace SqsIngestor.Pipeline.Configuration;

/// <summary>Reads where an AWS service is, from the variables that all AWS SDKs follow.</summary>
/// <param name="variables">The environment; null for a variable that is not set.</param>
/// <param name="problems">Receives a sentence for each variable that is wrong.</param>
internal sealed class AwsEndpointReader(Func<string, string?> variables, ICollection<string> problems)
{
    /// <summary>The endpoint of a service. The variable of the service overrides the general one.</summary>
    /// <param name="variable">The variable of the service, such as AWS_ENDPOINT_URL_STS.</param>
    /// <param name="example">An endpoint of the service, for the sentence about a wrong one.</param>
    /// <param name="standard">
    /// The endpoint when no variable names one, given AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT; null if it is not
    /// known.
    /// </param>
    /// <returns>Null if it is not known.</returns>
    public Uri? Read(string variable, string example, Func<bool, bool, Uri?> standard)
    {
        var (fips, dualStack) =
            (Switch(EnvironmentVariables.AwsUseFipsEndpoint), Switch(EnvironmentVariables.AwsUseDualStackEndpoint));
        return Configured(variable, example) ?? standard(fips, dualStack);
    }

    private bool Switch(string name)
    {
        var text = variables(name);
        if (string.Equals(text, "true", StringComparison.OrdinalIgnoreCase)) return true;
        if (text is not null && !text.Equals("false", StringComparison.OrdinalIgnoreCase))
            problems.Add($"{name} is neither true nor false");
        return false;
    }

    private Uri? Configured(string variable, string example)
    {
        var ignored = variables(EnvironmentVariables.AwsIgnoreConfiguredEndpointUrls);
        if (string.Equals(ignored, "true", StringComparison.OrdinalIgnoreCase)) return null;
        var name = variables(variable) is null ? EnvironmentVariables.AwsEndpointUrl : variable;
        if (variables(name) is not { } text) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url is not { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" })
        {
            problems.Add($"{name} is not the URL of an endpoint, such as {example}");
        }
        else if (SecureUrl.Problem(name, url) is { } problem)
        {
            problems.Add(problem);
        }

        return url;
    }
}
