using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>Requests tokens from the workspace, and retries transient failures. Safe for use by several threads.</summary>
internal sealed class TokenClient(OAuthOptions options, HttpClient http, TimeProvider clock, ILogger logger)
{
    private readonly Uri _url = new(options.WorkspaceUrl, "/oidc/v1/token");
    private readonly Backoff _backoff = new(options.BackoffInitial, options.BackoffMax, new Random().NextDouble);
    private readonly IClientCredentialsSource _credentials =
        options.Credentials ?? new FixedCredentials(new ClientCredentials(options.ClientId, options.ClientSecret));

    /// <summary>A token for one table, or for the workspace's REST APIs if the table is null.</summary>
    /// <exception cref="ZerobusException">No attempt succeeded, or the credentials were refused twice.</exception>
    public async Task<AccessToken> RequestAsync(ZerobusTableName? table)
    {
        var credentials = await _credentials.GetAsync(CancellationToken.None).ConfigureAwait(false);
        var outcome = await RequestAsync(table, credentials).ConfigureAwait(false);
        if (outcome.Refused
            && await _credentials.RenewAsync(credentials, CancellationToken.None).ConfigureAwait(false) is { } renewed)
        {
            outcome = await RequestAsync(table, renewed).ConfigureAwait(false);
        }

        return outcome.Token ?? throw outcome.Failure!;
    }

    private async Task<Outcome> RequestAsync(ZerobusTableName? table, ClientCredentials credentials)
    {
        var authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.ClientId}:{credentials.ClientSecret}")));
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await AttemptAsync(table, authorization).ConfigureAwait(false);
            if (outcome.Failure is not { IsRetryable: true } transient)
                return outcome;

            ZerobusLog.TokenRequestFailed(logger, table?.FullName ?? "the workspace", transient.Message, attempt);
            if (attempt >= options.Attempts)
                return outcome;
            var pause = outcome.RetryAfter is { } asked && asked < options.BackoffMax ? asked : _backoff.After(attempt);
            await Task.Delay(pause, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<Outcome> AttemptAsync(ZerobusTableName? table, AuthenticationHeaderValue authorization)
    {
        using var bound = new CancellationTokenSource(options.Timeout, clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url)
            {
                Content = TokenRequest.Form(options.WorkspaceId, table),
            };
            request.Headers.Authorization = authorization;
            using var response = await http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            return Classify(response, body);
        }
        catch (HttpRequestException e)
        {
            return new(null, Unavailable($"cannot be reached ({e.HttpRequestError})", e));
        }
        catch (OperationCanceledException)
        {
            return new(null, Unavailable($"did not answer within {options.Timeout.TotalSeconds:0.###} s"));
        }
    }

    private Outcome Classify(HttpResponseMessage response, byte[] body)
    {
        var status = response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return TokenAnswer.Read(body, clock.GetUtcNow()) is { } token
                ? new(token, null)
                : new(null, Unavailable("answered without an access_token"));
        }

        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500)
            return new(null, Unavailable($"answered {(int)status}"), Backoff.RetryAfter(response.Headers, clock));

        return new(null, new ZerobusException(
            ZerobusErrorCode.TokenRefused,
            $"{_url.Host} refused the credentials with {(int)status} ({JsonErrorBody.Code(body, "error")})."))
        {
            Refused = status == HttpStatusCode.Unauthorized,
        };
    }

    private ZerobusException Unavailable(string what, Exception? cause = null) => new(
        ZerobusErrorCode.TokenUnavailable, $"The token endpoint {_url.Host} {what}.", innerException: cause);

    // One attempt: a token, or the failure and the wait that the endpoint requests.
    private readonly record struct Outcome(AccessToken? Token, ZerobusException? Failure, TimeSpan? RetryAfter = null)
    {
        // Whether the endpoint refused the credentials themselves (401).
        public bool Refused { get; init; }
    }

    private sealed class FixedCredentials(ClientCredentials credentials) : IClientCredentialsSource
    {
        public ValueTask<ClientCredentials> GetAsync(CancellationToken cancellationToken) => new(credentials);

        public ValueTask<ClientCredentials?> RenewAsync(ClientCredentials refused, CancellationToken cancellationToken) =>
            default;
    }
}
