{{/* The configuration file: the chart's ports and log settings, under what the user gives. */}}
{{- define "dateline.config" -}}
{{- $telemetry := dict "address" (printf "0.0.0.0:%d" (int .Values.metricsPort)) "health_address" (printf "0.0.0.0:%d" (int .Values.healthPort)) "format" .Values.logFormat "filter" .Values.logLevel -}}
{{- $gateway := dict "listen" (printf "0.0.0.0:%d" (int .Values.gateway.port)) -}}
{{- $defaults := dict "telemetry" $telemetry "gateway" $gateway -}}
{{- toToml (mergeOverwrite $defaults (deepCopy .Values.config)) -}}
{{- end -}}
