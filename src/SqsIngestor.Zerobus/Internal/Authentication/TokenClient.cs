using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using SqsIngestor.Shared;

namespace SqsIngestor.Zerobus.Internal.Authentication;

/// <summary>
/// Requests tokens from the workspace, and retries transient failures. A pause that the workspace asks for holds for all tables.
/// Safe for use by several threads.
/// </summary>
/// <param name="options">The principal and its workspace.</param>
/// <param name="http">Sends the requests.</param>
/// <param name="reason">Says why a request did not reach the workspace.</param>
/// <param name="clock">Times requests and pauses.</param>
/// <param name="logger">Receives failed attempts.</param>
internal sealed class TokenClient(
    OAuthOptions options, HttpClient http, Func<HttpRequestException, string> reason, TimeProvider clock, ILogger logger)
{
    private const string NotTheWorkspace =
        "Set the workspace URL to the workspace itself, https://dbc-….cloud.databricks.com, and check proxies on the way.";

    private readonly Uri _url = new(options.WorkspaceUrl, "/oidc/v1/token");
    private readonly RequestGate _gate = new(clock);
    private readonly RetryLoop _retries = new(
        new Backoff(options.BackoffInitial, options.BackoffMax, Backoff.Jitter()), options.Attempts, options.BackoffMax, clock);

    private readonly ITokenGrant _grant = options.IdentityTokens is { } identity
        ? new TokenExchangeGrant(identity, options.ClientId)
        : new ClientCredentialsGrant(
            options.Credentials ?? new FixedCredentials(new ClientCredentials(options.ClientId, options.ClientSecret)));

    /// <summary>A token for one table, or for the workspace's REST APIs when the table is null.</summary>
    /// <exception cref="ZerobusException">No attempt succeeded, the workspace asks for a pause that is longer than
    /// <see cref="OAuthOptions.BackoffMax"/>, it refused the credentials twice, or there is no identity token.</exception>
    public async Task<AccessToken> RequestAsync(ZerobusTableName? table)
    {
        var proof = await _grant.GetAsync(CancellationToken.None).ConfigureAwait(false);
        var outcome = await RequestAsync(table, proof).ConfigureAwait(false);
        if (outcome.Failure is RefusedException
            && await _grant.RenewAsync(proof, CancellationToken.None).ConfigureAwait(false) is { } renewed)
        {
            outcome = await RequestAsync(table, renewed).ConfigureAwait(false);
        }

        return outcome.Value ?? throw (outcome.Failure is RefusedException refused ? refused.Refusal : outcome.Failure!);
    }

    private Task<Attempt<AccessToken>> RequestAsync(ZerobusTableName? table, TokenProof proof)
    {
        return _retries.RunAsync(() => AttemptAsync(table, proof), LogFailure, CancellationToken.None);

        void LogFailure(int attempt, Exception failure) =>
            ZerobusLog.TokenRequestFailed(logger, table?.FullName ?? "the workspace", failure.Message, attempt);
    }

    private async Task<Attempt<AccessToken>> AttemptAsync(ZerobusTableName? table, TokenProof proof)
    {
        // Another table's request may have closed the gate since this one last waited.
        while (_gate.Left is { Ticks: > 0 } left)
        {
            if (left > options.BackoffMax)
                return Transient($"asks for no request for {Seconds(left)}", left);
            await Task.Delay(left, clock, CancellationToken.None).ConfigureAwait(false);
        }

        var outcome = await SendAsync(table, proof).ConfigureAwait(false);
        if (outcome.RetryAfter is { } pause)
            _gate.Close(pause);
        return outcome;
    }

    private async Task<Attempt<AccessToken>> SendAsync(ZerobusTableName? table, TokenProof proof)
    {
        using var bound = new CancellationTokenSource(options.Timeout, clock);
        // The token's lifetime may begin as soon as the request is out.
        var sent = clock.GetUtcNow();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _url)
            {
                Content = TokenRequest.Form(options.WorkspaceId, table, proof.Fields),
            };
            request.Headers.Authorization = proof.Authorization;
            using var response = await http.SendAsync(request, bound.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsByteArrayAsync(bound.Token).ConfigureAwait(false);
            return Classify(response, body, sent, proof);
        }
        catch (HttpRequestException e)
        {
            return Transient($"cannot be reached ({reason(e)})", null, cause: e);
        }
        catch (OperationCanceledException)
        {
            return Transient($"did not answer within {Seconds(options.Timeout)}", null);
        }
    }

    private Attempt<AccessToken> Classify(HttpResponseMessage response, byte[] body, DateTimeOffset sent, TokenProof proof)
    {
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode && TokenAnswer.Read(body, sent) is { } token)
            return new(token.Until(proof.Expires, sent));
        var retryAfter = Backoff.RetryAfter(response.Headers, clock);
        if (TransientStatus.Is(response.StatusCode))
            return Transient($"answered {status}{Wait(retryAfter)}", retryAfter);
        if (status is >= 300 and < 400)
            return Transient($"answered {status}, a redirect, instead of a token", retryAfter, NotTheWorkspace);
        if (ErrorBodies.IsPage(response.Content.Headers.ContentType?.MediaType, body))
        {
            return Transient(
                $"answered {status} with a web page instead of a token: a login page, or a proxy", retryAfter, NotTheWorkspace);
        }

        if (response.IsSuccessStatusCode)
            return Transient("answered without an access_token", retryAfter);
        var code = TokenErrorCodes.Known(body);
        if (TokenErrorCodes.SaysTransient(body))
            return Transient($"answered {status} ({code}){Wait(retryAfter)}", retryAfter);
        return new(null, Refusal(response.StatusCode, code, proof));
    }

    private Exception Refusal(HttpStatusCode status, string code, TokenProof proof)
    {
        if (status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone)
        {
            return new ZerobusException(
                ZerobusErrorCode.OptionsInvalid, $"WorkspaceUrl: {_url.Host} has no token endpoint ({(int)status}, {code}).",
                NotTheWorkspace);
        }

        var refusal = proof.Refusal(_url.Host, status, code, clock.GetUtcNow());
        return status == HttpStatusCode.Unauthorized ? new RefusedException(refusal) : refusal;
    }

    private Attempt<AccessToken> Transient(
        string what, TimeSpan? retryAfter, string? action = null, Exception? cause = null) => new(
        null,
        new ZerobusException(ZerobusErrorCode.TokenUnavailable, $"The token endpoint {_url.Host} {what}.", action, cause)
        {
            RetryAfter = retryAfter,
        },
        IsTransient: true, retryAfter);

    private static string Wait(TimeSpan? retryAfter) =>
        retryAfter is { } wait ? $" and asks for no request for {Seconds(wait)}" : "";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds * 1000) / 1000:0.###} s");

    /// <summary>Carries a refusal of the credentials themselves (401), which new credentials can cure.</summary>
    private sealed class RefusedException(ZerobusException refusal) : Exception
    {
        public ZerobusException Refusal { get; } = refusal;
    }
}
