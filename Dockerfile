# One image for all roles on Microsoft Orleans. Without a command it serves the embedded grid; docker-compose.yml starts
# silos and the API of a cluster from it.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ENV OrleansPackages=true
WORKDIR /src

# What names the packages comes first, so that a change of code does not restore again.
COPY Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY Domain/*.csproj Domain/
COPY Grains.Interfaces/*.csproj Grains.Interfaces/
COPY Grains/*.csproj Grains/
COPY Silo/*.csproj Silo/
COPY ApiClient/*.csproj ApiClient/
RUN dotnet restore ApiClient/GoldenSignals.ApiClient.csproj

COPY . .
RUN dotnet publish Silo/GoldenSignals.Silo.csproj --no-restore --configuration Release --output /app/silo \
 && dotnet publish ApiClient/GoldenSignals.ApiClient.csproj --no-restore --configuration Release --output /app/api

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .

# As ./run has it: a bar's views, votes and decision live until the next one, and would else be copied at each collection.
ENV DOTNET_GCgen0size=0x4000000

# What a grid keeps, or an API's audit log: written by the unprivileged user that the base image brings.
RUN mkdir data && chown "$APP_UID" data
USER $APP_UID

# 8080: API. 11111: silo to silo. 30000: cluster client to silo.
EXPOSE 8080 11111 30000

# No HEALTHCHECK: the base image has no HTTP client. Ask /health/live and /health/ready from outside.
# Listening beyond the container, it starts once there is a key: docs/security.md.
CMD ["dotnet", "api/GoldenSignals.ApiClient.dll", "serve", "--bind", "0.0.0.0"]
