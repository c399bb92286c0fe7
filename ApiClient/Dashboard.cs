using Microsoft.AspNetCore.StaticFiles;

namespace GoldenSignals.ApiClient;

/// <summary>The page that traders leave open: the files of <c>wwwroot</c>, and its shell for the addresses that are pages of it.</summary>
/// <remarks>It needs no key: nothing in the files is data. What they ask the API for does.</remarks>
internal static class Dashboard
{
    /// <summary>Own files only: no script or style within a page, nothing from elsewhere, in no frame.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly string[] s_pages = ["/signals", "/agents", "/system", "/start"];

    /// <summary>Before the routes: a symbol's page is no route of the API.</summary>
    public static void UseDashboard(this WebApplication app)
    {
        app.Use(static (context, next) =>
        {
            if (IsPage(context.Request))
                context.Request.Path = "/index.html";
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = Prepare });
    }

    private static bool IsPage(HttpRequest request)
    {
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return false;
        string path = request.Path.Value is ['/', .., '/'] trailing ? trailing[..^1] : request.Path.Value ?? "/";
        return path is "/" || s_pages.Contains(path) || path.StartsWith("/symbols/", StringComparison.Ordinal);
    }

    /// <summary>Kept by the browser, and asked for each time whether it is still so: a new version is there at once.</summary>
    private static void Prepare(StaticFileResponseContext file)
    {
        IHeaderDictionary headers = file.Context.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
    }
}
