using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using SqsIngestor.Emulator.Aws;
using SqsIngestor.Emulator.Hosting;

namespace SqsIngestor.Emulator.Secrets;

/// <summary>
/// AWS Secrets Manager on this machine, with the part that a function needs: GetSecretValue for requests that are signed with the
/// credentials that it generated. Every signature is checked (Signature Version 4).
/// </summary>
public sealed class LocalSecretsManager : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, JsonElement> _secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<AwsFault> _faults = new();
    private readonly LocalAwsCredentials _credentials = new();
    private readonly string _region;
    private readonly TimeProvider _clock;
    private WebApplication? _app;
    private int _requests;

    private LocalSecretsManager(string region, TimeProvider clock) => (_region, _clock) = (region, clock);

    /// <summary>Where it listens: AWS_ENDPOINT_URL_SECRETS_MANAGER.</summary>
    public Uri Endpoint => LoopbackServer.Addresses(_app!)[0];

    /// <summary>AWS_ACCESS_KEY_ID.</summary>
    public string AccessKeyId => _credentials.AccessKeyId;

    /// <summary>AWS_SECRET_ACCESS_KEY. It is never sent.</summary>
    public string SecretAccessKey => _credentials.SecretAccessKey;

    /// <summary>AWS_SESSION_TOKEN.</summary>
    public string SessionToken => _credentials.SessionToken;

    /// <summary>Requests so far, refused ones included.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Starts the service without secrets.</summary>
    /// <param name="region">The region that signatures must name.</param>
    /// <param name="clock">Measures the age of signatures. Default the system's.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static async Task<LocalSecretsManager> StartAsync(
        string region = "eu-west-1", TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        var manager = new LocalSecretsManager(region, clock ?? TimeProvider.System);
        var app = LoopbackServer.Create(null, new LoopbackPort(HttpProtocols.Http1)).Build();
        // As a delegate: a RequestDelegate would drop the result.
        app.MapPost("/", (Delegate)manager.HandleAsync);
        await app.StartAsync(cancellationToken);
        manager._app = app;
        return manager;
    }

    /// <summary>The ARN of a secret of this name.</summary>
    public string ArnOf(string name) => $"arn:aws:secretsmanager:{_region}:123456789012:secret:{name}-a1b2c3";

    /// <summary>Stores a secret as SecretString; an existing one is rotated.</summary>
    public void Put(string name, string value) =>
        _secrets[ArnOf(name)] = JsonSerializer.SerializeToElement(new Dictionary<string, string> { ["SecretString"] = value });

    /// <summary>Stores a secret as SecretBinary.</summary>
    public void Put(string name, byte[] value) =>
        _secrets[ArnOf(name)] = JsonSerializer.SerializeToElement(new Dictionary<string, byte[]> { ["SecretBinary"] = value });

    /// <summary>Makes one more future request fail.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">The error, for instance <c>AccessDeniedException</c>.</param>
    /// <param name="message">Its text.</param>
    /// <param name="retryAfterSeconds">The header Retry-After; null for none.</param>
    public void FailNext(int status, string type, string message = "switched to this error", int? retryAfterSeconds = null) =>
        _faults.Enqueue(new(status, type, message) { RetryAfterSeconds = retryAfterSeconds });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        if (_faults.TryDequeue(out var fault))
        {
            if (fault.RetryAfterSeconds is { } seconds)
                context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            return Result(fault);
        }

        var check = new SignatureCheck(_credentials, _region, "secretsmanager", "x-amz-target");
        if (check.Refusal(context.Request, body.ToArray(), _clock.GetUtcNow()) is { } refusal) return Result(refusal);
        if (context.Request.Headers["X-Amz-Target"] != "secretsmanager.GetSecretValue")
        {
            return Result(new(400, "UnknownOperationException", "no such operation"));
        }
        if (context.Request.ContentType != "application/x-amz-json-1.1")
        {
            return Result(new(400, "SerializationException", "not AWS JSON 1.1"));
        }
        return Find(body.ToArray());
    }

    private IResult Find(byte[] body)
    {
        using var request = JsonDocument.Parse(body);
        var id = request.RootElement.GetProperty("SecretId").GetString()!;
        if (!_secrets.TryGetValue(id, out var secret))
        {
            return Result(new(400, "ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
        }

        var answer = new Dictionary<string, object> { ["ARN"] = id, ["VersionStages"] = (string[])["AWSCURRENT"] };
        foreach (var property in secret.EnumerateObject()) answer[property.Name] = property.Value;
        return Results.Json(answer, contentType: "application/x-amz-json-1.1");
    }

    private static IResult Result(AwsFault fault) =>
        Results.Json(
            new Dictionary<string, string> { ["__type"] = fault.Code, ["Message"] = fault.Message },
            contentType: "application/x-amz-json-1.1", statusCode: fault.Status);
}
