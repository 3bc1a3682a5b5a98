using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false })
{
    Timeout = Timeout.InfiniteTimeSpan,
};
using var response = await http.GetAsync(
    new Uri($"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/next"),
    HttpCompletionOption.ResponseHeadersRead);
return response.IsSuccessStatusCode ? 0 : 1;
