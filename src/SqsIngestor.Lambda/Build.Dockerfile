# Builds the function as a native program, on every system that has a container engine. sqs-ingestor package --container runs it, and
# makes bootstrap.zip of the program. The folder of the build is the checkout; .dockerignore says which files of it are copied:
#   docker build -t sqs-ingestor-function -f src/SqsIngestor.Lambda/Build.Dockerfile --build-arg ARCH=arm64 .
#   docker run --rm sqs-ingestor-function > bootstrap
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk

# A program that is linked here starts with the glibc of Lambda. The image of the SDK has a newer glibc.
FROM public.ecr.aws/docker/library/debian:12-slim AS build
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV PATH=/usr/share/dotnet:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1
ENV DEBIAN_FRONTEND=noninteractive
# The processor of the function: arm64 or x64.
ARG ARCH=arm64
RUN case "$(dpkg --print-architecture)-$ARCH" in \
      amd64-x64|arm64-arm64) tools="binutils libc6-dev" ;; \
      amd64-arm64) tools="binutils-aarch64-linux-gnu gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;; \
      arm64-x64) tools="binutils-x86-64-linux-gnu gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;; \
      *) echo "ARCH is arm64 or x64, not '$ARCH'." >&2; exit 2 ;; \
    esac; \
    apt-get update && apt-get install -y --no-install-recommends ca-certificates libssl3 clang $tools
WORKDIR /source
COPY . .
ARG VERSION=0.0.0-dev
RUN case "$(dpkg --print-architecture)-$ARCH" in \
      amd64-arm64) set -- -p:ObjCopyName=aarch64-linux-gnu-objcopy ;; \
      arm64-x64) set -- -p:ObjCopyName=x86_64-linux-gnu-objcopy ;; \
      *) set -- ;; \
    esac; \
    dotnet publish src/SqsIngestor.Lambda -c Release -r "linux-$ARCH" -o /program --nologo --tl:off \
      -p:MinVerVersionOverride="$VERSION" -p:ContinuousIntegrationBuild=true -p:RunAnalyzers=false "$@"

FROM public.ecr.aws/docker/library/debian:12-slim
COPY --from=build /program/bootstrap /bootstrap
CMD ["cat", "/bootstrap"]
