using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using SqsIngestor.Zerobus.Internal.Recovery;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>Asks the workspace for tokens, again where asking again can help.</summary>
internal sealed class TokenEndpoint(OAuthOptions options, HttpClient http, TimeProvider clock, ILogger logger)
{
    private readonly Uri _url = new(options.WorkspaceUrl, "/oidc/v1/token");
    private readonly Backoff _backoff = new(options.BackoffInitial, options.BackoffMax, new Random().NextDouble);
    private readonly IClientCredentialsSource _credentials =
        options.Credentials ?? new FixedCredentials(new ClientCredentials(options.ClientId, options.ClientSecret));

    public async Task<AccessToken> RequestAsync(TableName? table)
    {
        var credentials = await _credentials.GetAsync(CancellationToken.None).ConfigureAwait(false);
        var outcome = await RequestAsync(table, credentials).ConfigureAwait(false);
        if (outcome.Refused && await _credentials.RenewAsync(credentials, CancellationToken.None).ConfigureAwait(false) is { } others)
            outcome = await RequestAsync(table, others).ConfigureAwait(false);
        return outcome.Token ?? throw outcome.Failure!;
    }

    private async Task<TokenOutcome> RequestAsync(TableName? table, ClientCredentials credentials)
    {
        var authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.ClientId}:{credentials.ClientSecret}")));
        for (var attempt = 1; ; attempt++)
        {
            var outcome = await AttemptAsync(table, authorization).ConfigureAwait(false);
            if (outcome.Failure is not { IsRetryable: true } transient)
                return outcome;

            Log.TokenFailed(logger, table?.FullName ?? "the workspace", transient.Message, attempt);
            if (attempt >= options.Attempts)
                return outcome;
            var pause = outcome.RetryAfter is { } asked && asked < options.BackoffMax ? asked : _backoff.Before(attempt);
            await Task.Delay(pause, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<TokenOutcome> AttemptAsync(TableName? table, AuthenticationHeaderValue authorization)
    {
        using var bound = new CancellationTokenSource(options.Timeout, clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = TokenRequest.Form(options.WorkspaceId, table) };
            request.Headers.Authorization = authorization;
            using var response = await http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            return Judge(response, body);
        }
        catch (HttpRequestException e)
        {
            return new(null, Unavailable($"could not be reached ({e.HttpRequestError})", e), null);
        }
        catch (OperationCanceledException)
        {
            return new(null, Unavailable($"did not answer within {options.Timeout.TotalSeconds:0.###} s"), null);
        }
    }

    private TokenOutcome Judge(HttpResponseMessage response, byte[] body)
    {
        var status = response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            return TokenAnswer.Read(body, clock.GetUtcNow()) is { } token
                ? new(token, null, null)
                : new(null, Unavailable("answered without an access_token"), null);
        }

        if (status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500)
            return new(null, Unavailable($"answered {(int)status}"), RetryAfter(response));

        return new(null, new ZerobusException(
            ZerobusErrorCode.TokenRefused,
            $"{_url.Host} refused the credentials with {(int)status} ({TokenAnswer.ErrorCode(body)}).",
            "Check the client id, the secret and the workspace URL, and that the principal may use the table."), null, status == HttpStatusCode.Unauthorized);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => null,
    };

    private ZerobusException Unavailable(string what, Exception? cause = null) => new(
        ZerobusErrorCode.TokenUnavailable, $"The token endpoint {_url.Host} {what}.", "Check the workspace URL and the network; try again.", true, cause);
}
