using System.Globalization;
using System.Text.Json;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Aws.RoleCredentials;

/// <summary>
/// The credentials that an endpoint on this machine hands out. Keeps them until 5 minutes before they expire, and until they
/// expire if the endpoint fails then. May be called from any thread.
/// </summary>
/// <param name="variables">Name the endpoint; read anew for each request.</param>
/// <param name="clock">Tells whether credentials are still valid.</param>
internal sealed class ContainerCredentials(Func<string, string?> variables, TimeProvider clock) : IAwsCredentialsSource
{
    private static readonly TimeSpan RefreshBefore = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private AwsCredentials? _current;

    /// <inheritdoc/>
    public async ValueTask<AwsCredentials> GetAsync(CancellationToken cancellationToken)
    {
        if (Current(RefreshBefore) is { } current) return current;
        try
        {
            var requested = await RequestAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate) _current = requested;
            return requested;
        }
        catch (AwsCredentialsException) when (Current(TimeSpan.Zero) is not null)
        {
            return Current(TimeSpan.Zero)!;
        }
    }

    // Credentials without an end are not kept: nobody knows for how long they are good.
    private AwsCredentials? Current(TimeSpan left)
    {
        lock (_gate) return _current is { Expires: { } expires } && expires - clock.GetUtcNow() > left ? _current : null;
    }

    private async Task<AwsCredentials> RequestAsync(CancellationToken cancellationToken)
    {
        var (url, problem) = ContainerEndpoint.Find(variables);
        if (url is null) throw new AwsCredentialsException(problem!, isTransient: false);
        using var time = new CancellationTokenSource(RequestTime, clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        // A request every few hours: a connection kept until the next one would be dead. The endpoint is on this machine, or as
        // good as that, so no proxy leads to it.
        using var handler = HttpHandlers.CreateDirect();
        using var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Accept.ParseAdd("application/json");
            if (ContainerEndpoint.Authorization(variables) is { } token)
                request.Headers.TryAddWithoutValidation("Authorization", token);
            using var response = await http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return Read(body) ?? throw Failure(url, "answered without credentials", isTransient: true);
            if (ErrorBodies.IsPage(response.Content.Headers.ContentType?.MediaType, body))
                throw Failure(url, $"answered {(int)response.StatusCode} with a web page", isTransient: true);
            throw Failure(url, $"answered {(int)response.StatusCode}", TransientStatus.Is(response.StatusCode));
        }
        catch (HttpRequestException e)
        {
            throw Failure(url, $"cannot be reached ({e.HttpRequestError})", isTransient: true);
        }
        catch (OperationCanceledException)
        {
            throw Failure(url, "did not answer in time", isTransient: true);
        }
    }

    private static AwsCredentialsException Failure(Uri url, string what, bool isTransient) =>
        new($"the endpoint of the role's AWS credentials, {url.Authority}, {what}", isTransient);

    private static AwsCredentials? Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonErrorBody.TryParseObject(body);
        if (json is null || Text(json, "AccessKeyId") is not { } id || Text(json, "SecretAccessKey") is not { } secret)
            return null;
        DateTimeOffset? expires = DateTimeOffset.TryParse(
            Text(json, "Expiration"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        return new(id, secret, Text(json, "Token"), expires);
    }

    private static string? Text(JsonDocument json, string name) =>
        json.RootElement.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
