using System.Net;
using System.Net.Http.Headers;
using SqsIngestor.Pipeline.Aws.SigV4;
using SqsIngestor.Shared;

namespace SqsIngestor.Pipeline.Aws;

/// <summary>An AWS service, and who calls it.</summary>
/// <param name="Name">The service's name in signatures, e.g. <c>sts</c>.</param>
/// <param name="Region">The service's region.</param>
/// <param name="Endpoint">Its endpoint.</param>
/// <param name="Credentials">Gives the credentials of the role for each request.</param>
internal sealed record AwsService(string Name, string Region, Uri Endpoint, IAwsCredentialsSource Credentials)
{
    /// <summary>How long a request may take. Default 2 s, because a start of the function has 8 s for everything.</summary>
    public TimeSpan RequestTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The environment, which names the proxy.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>The addresses of a name; null asks the system. For tests.</summary>
    public Func<string, CancellationToken, Task<IPAddress[]>>? Resolver { get; init; }
}

/// <summary>There was no answer of a service.</summary>
/// <param name="how">Completes the sentence "The service …", without a full stop.</param>
internal sealed class AwsUnreachableException(string how) : Exception(how);

/// <summary>Sends signed requests to an AWS service, one at a time or several. May be called from any thread.</summary>
internal sealed class AwsServiceClient : IDisposable
{
    private readonly AwsService _service;
    private readonly TimeProvider _clock;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    /// <param name="service">The service.</param>
    /// <param name="clock">Dates signatures, and bounds requests.</param>
    /// <exception cref="ProxyVariableException">The variable that names the proxy cannot be used.</exception>
    public AwsServiceClient(AwsService service, TimeProvider clock)
    {
        (_service, _clock) = (service, clock);
        _handler = HttpHandlers.Create(service.Endpoint, service.Variables, service.Resolver);
        // Requests are rare: a connection kept until the next one would be dead.
        _handler.PooledConnectionLifetime = TimeSpan.Zero;
        _http = new HttpClient(_handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Sends one request. It takes up to <see cref="AwsService.RequestTime"/>, the time for the role's credentials included.
    /// </summary>
    /// <param name="contentType">The type of the body; signed.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">More headers; signed.</param>
    /// <param name="read">Reads the answer, whatever its status.</param>
    /// <param name="cancellationToken">Ends the request; reported as an answer that did not come in time.</param>
    /// <exception cref="AwsCredentialsException">There are no credentials.</exception>
    /// <exception cref="AwsUnreachableException">There was no answer.</exception>
    public async Task<T> PostAsync<T>(
        string contentType, ReadOnlyMemory<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers,
        Func<HttpResponseMessage, byte[], T> read, CancellationToken cancellationToken)
    {
        using var time = new CancellationTokenSource(_service.RequestTime, _clock);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancellationToken);
        try
        {
            var credentials = await _service.Credentials.GetAsync(bound.Token).ConfigureAwait(false);
            using var request = CreateRequest(credentials, contentType, body, headers);
            using var response = await _http.SendAsync(request, bound.Token).ConfigureAwait(false);
            return read(response, await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false));
        }
        catch (HttpRequestException e)
        {
            throw new AwsUnreachableException($"could not be reached ({HttpHandlers.Reason(_handler, e)})");
        }
        catch (OperationCanceledException)
        {
            throw new AwsUnreachableException("did not answer in time");
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage CreateRequest(
        AwsCredentials credentials, string contentType, ReadOnlyMemory<byte> body,
        IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var endpoint = _service.Endpoint;
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        request.Headers.Host = endpoint.Authority;
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        KeyValuePair<string, string>[] own =
            [new("Host", endpoint.Authority), new("Content-Type", contentType), .. headers];
        var signer = new SigV4Signer(credentials, _service.Region, _service.Name);
        foreach (var (name, value) in signer.Sign("POST", endpoint.AbsolutePath, own, body.Span, _clock.GetUtcNow()))
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }
}
