using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Aws;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Emulator.Sts;

/// <summary>
/// AWS STS on this machine, with the part that authentication without a secret needs: GetWebIdentityToken for requests that are
/// signed with the credentials that it generated, and the issuer of these tokens with its public keys (OpenID Connect
/// Discovery). It listens on 127.0.0.1 only.
/// </summary>
public sealed class LocalSecurityTokenService : IAsyncDisposable
{
    private const int MaxAudiences = 10;

    private readonly ConcurrentQueue<AwsFault> _faults = new();
    private readonly IssuerKeys _keys = new();
    private readonly string _region;
    private readonly TimeProvider _clock;
    private WebApplication? _app;
    private int _requests;

    private LocalSecurityTokenService(string region, TimeProvider clock) => (_region, _clock) = (region, clock);

    /// <summary>Where it listens: AWS_ENDPOINT_URL_STS.</summary>
    public Uri Endpoint => LoopbackServer.Addresses(_app!)[0];

    /// <summary>The issuer of the tokens (<c>iss</c>). In AWS each account has its own.</summary>
    public string Issuer => Endpoint.GetLeftPart(UriPartial.Authority);

    /// <summary>The role of the credentials: the subject (<c>sub</c>) of the tokens.</summary>
    public string RoleArn { get; } = "arn:aws:iam::123456789012:role/sqs-ingestor";

    /// <summary>The credentials of that role.</summary>
    public LocalAwsCredentials Credentials { get; } = new();

    /// <summary>Whether outbound web identity federation is enabled in the account. Default true; in AWS it is false.</summary>
    public bool FederationEnabled { get; set; } = true;

    /// <summary>The audiences that the role's policy allows. Default null: all.</summary>
    public IReadOnlyCollection<string>? AllowedAudiences { get; set; }

    /// <summary>The time until the role's session ends. Default null: longer than any token.</summary>
    public TimeSpan? SessionLeft { get; set; }

    /// <summary>Calls of actions so far, refused ones included.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts the service.</summary>
    /// <param name="region">The region that signatures must name.</param>
    /// <param name="clock">Dates tokens, and measures the age of signatures. Default the system's.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<LocalSecurityTokenService> StartAsync(
        string region = "eu-west-1", TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        var service = new LocalSecurityTokenService(region, clock ?? TimeProvider.System);
        var app = LoopbackServer.Create(null, new LoopbackPort(HttpProtocols.Http1)).Build();
        // As delegates: a RequestDelegate would drop the results.
        app.MapPost("/", (Delegate)service.HandleAsync);
        app.MapGet("/.well-known/openid-configuration", service.Discovery);
        app.MapGet("/.well-known/jwks.json", () => Results.Json(service._keys.Public()));
        // Makes the keys, which takes longer on a busy machine than a client waits.
        service._keys.Public();
        await app.StartAsync(cancellationToken);
        service._app = app;
        return service;
    }

    /// <summary>A token with these claims, as a workload outside AWS would get it from its own issuer.</summary>
    public string Issue(LocalIdentityToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var issued = token.IssuedAt ?? _clock.GetUtcNow();
        return _keys.Sign(token.Algorithm, new Dictionary<string, object>
        {
            ["iss"] = token.Issuer ?? Issuer,
            ["sub"] = token.Subject ?? RoleArn,
            ["aud"] = token.Audience,
            ["iat"] = issued.ToUnixTimeSeconds(),
            ["exp"] = (issued + token.Lifetime).ToUnixTimeSeconds(),
            ["jti"] = Guid.NewGuid().ToString(),
        });
    }

    /// <summary>Makes one more future call fail.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="code">The error, for instance <c>Throttling</c>.</param>
    /// <param name="message">Its text.</param>
    /// <param name="retryAfterSeconds">The header Retry-After; null for none.</param>
    public void FailNext(int status, string code, string message = "switched to this error", int? retryAfterSeconds = null) =>
        _faults.Enqueue(new(status, code, message) { RetryAfterSeconds = retryAfterSeconds });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
        _keys.Dispose();
    }

    private IResult Discovery() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = $"{Issuer}/.well-known/jwks.json",
        ["id_token_signing_alg_values_supported"] = (string[])["RS256", "ES384"],
        ["response_types_supported"] = (string[])["id_token"],
        ["subject_types_supported"] = (string[])["public"],
    });

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        // Tells the client how far its clock is off.
        context.Response.Headers.Date = _clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        context.Request.EnableBuffering();
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Request.Body.Position = 0;
        if (_faults.TryDequeue(out var fault))
        {
            if (fault.RetryAfterSeconds is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Result(fault);
        }

        var check = new SignatureCheck(Credentials, _region, "sts", "content-type");
        if (check.Refusal(context.Request, body.ToArray(), _clock.GetUtcNow()) is { } refusal)
            return Result(QueryProtocol(refusal));
        if (!context.Request.HasFormContentType)
            return Result(new(400, "MalformedInput", "the body must be a form"));
        return Answer(await context.Request.ReadFormAsync(context.RequestAborted));
    }

    private IResult Answer(IFormCollection form)
    {
        if (form["Version"] != "2011-06-15" || form["Action"] != "GetWebIdentityToken")
        {
            return Result(new(400, "InvalidAction", $"Could not find operation {form["Action"]} for version {form["Version"]}"));
        }

        var audiences = Enumerable.Range(1, MaxAudiences).Select(n => form[$"Audience.member.{n}"].ToString())
            .TakeWhile(static audience => audience.Length > 0).ToList();
        var isTime = int.TryParse(form["DurationSeconds"], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds);
        if (audiences is not [{ Length: <= 1000 } audience] || form["SigningAlgorithm"].ToString() is not ("RS256" or "ES384")
            || !isTime || seconds is < 60 or > 3600)
        {
            return Result(
                new(400, "ValidationError", "Audience, SigningAlgorithm or DurationSeconds is missing or out of range"));
        }

        if (!FederationEnabled)
        {
            return Result(new(
                403, "OutboundWebIdentityFederationDisabled",
                "The outbound web identity federation feature is not enabled for this account."));
        }

        if (AllowedAudiences?.Contains(audience) == false)
        {
            return Result(new(
                403, "AccessDenied", $"User: {RoleArn} is not authorized to perform: sts:GetWebIdentityToken on resource: *"));
        }

        var lifetime = TimeSpan.FromSeconds(seconds);
        if (lifetime > SessionLeft)
        {
            return Result(new(
                403, "SessionDurationEscalation", "The requested token duration would extend the session beyond its original "
                    + "expiration time."));
        }

        var now = _clock.GetUtcNow();
        var jwt = Issue(new()
        {
            Audience = audience,
            Algorithm = form["SigningAlgorithm"].ToString(),
            IssuedAt = now,
            Lifetime = lifetime,
        });
        var expires = (now + lifetime).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        return Xml(200, "GetWebIdentityTokenResponse", "<GetWebIdentityTokenResult>"
            + $"<Expiration>{expires}</Expiration><WebIdentityToken>{jwt}</WebIdentityToken></GetWebIdentityTokenResult>");
    }

    /// <summary>The names that errors of signatures have in the query protocol.</summary>
    private static AwsFault QueryProtocol(AwsFault fault) => fault.Code switch
    {
        "UnrecognizedClientException" => new(403, "InvalidClientTokenId", fault.Message),
        "InvalidSignatureException" => new(403, "SignatureDoesNotMatch", fault.Message),
        "MissingAuthenticationTokenException" => new(403, "MissingAuthenticationToken", fault.Message),
        "IncompleteSignatureException" => new(400, "IncompleteSignature", fault.Message),
        _ => fault,
    };

    private static IResult Result(AwsFault fault) => Xml(
        fault.Status, "ErrorResponse",
        $"<Error><Type>Sender</Type><Code>{fault.Code}</Code><Message>{WebUtility.HtmlEncode(fault.Message)}</Message></Error>");

    private static IResult Xml(int status, string root, string content) => Results.Text(
        $"""<{root} xmlns="https://sts.amazonaws.com/doc/2011-06-15/">{content}</{root}>""", "text/xml", Encoding.UTF8, status);
}
