using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace SqsIngestor.Emulator.Tests.Rest;

/// <summary>Sends REST inserts to the endpoint of Zerobus.</summary>
internal sealed class RestClient(Uri endpoint, Version version, HttpMessageHandler? handler = null) : IDisposable
{
    private readonly HttpClient _http = new(handler ?? new SocketsHttpHandler { UseProxy = false }) { BaseAddress = endpoint };

    public static RestClient Of(Scene scene) => new(scene.Databricks.ZerobusEndpoint, HttpVersion.Version11);

    public Task<RestAnswer> InsertAsync(string table, string? token, string body, string contentType = "application/json") =>
        InsertAsync(table, token, Encoding.UTF8.GetBytes(body), contentType);

    public async Task<RestAnswer> InsertAsync(
        string table, string? token, byte[] body, string contentType = "application/json", bool isChunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/zerobus/v1/tables/{table}/insert")
        {
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (isChunked) request.Headers.TransferEncodingChunked = true;
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await SendAsync(request);
    }

    public async Task<RestAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await _http.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return new RestAnswer(response.StatusCode, json.RootElement.Clone());
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>An answer.</summary>
internal sealed record RestAnswer(HttpStatusCode Status, JsonElement Body)
{
    public string? ErrorCode => Body.TryGetProperty("error_code", out var code) ? code.GetString() : null;

    public string Message => Body.TryGetProperty("message", out var message) ? message.GetString()! : "";
}
