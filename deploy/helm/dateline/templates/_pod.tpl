{{/* The pod of a role. Takes (dict "root" $ "role" "gateway"). */}}
{{- define "dateline.pod" -}}
{{- $names := . }}
{{- $root := .root }}
{{- $role := .role }}
{{- $values := index $root.Values $role }}
{{- $configMap := include "dateline.fullname" $root }}
{{- $config := "dateline.config" }}
{{- if eq $role "fetch" }}
{{- $configMap = printf "%s-fetch" $configMap }}
{{- $config = "dateline.fetchConfig" }}
{{- end -}}
metadata:
  labels:
    {{- include "dateline.labels" $names | nindent 4 }}
  annotations:
    # New configuration starts new pods.
    checksum/config: {{ include $config $root | sha256sum }}
    {{- with $values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "dateline.fullname" $root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $root.Values.terminationGracePeriodSeconds }}
  securityContext:
    {{- include "dateline.podSecurity" $root | nindent 4 }}
  {{- with $root.Values.image.pullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $root.Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  containers:
    - name: {{ $role }}
      image: {{ include "dateline.image" $root | quote }}
      imagePullPolicy: {{ $root.Values.image.pullPolicy }}
      args:
        - --config=/etc/dateline/dateline.toml
        {{- if ne $role "gateway" }}
        - worker
        {{- end }}
        - {{ $role }}
      env:
        {{- include "dateline.env" $root | nindent 8 }}
      ports:
        {{- if eq $role "gateway" }}
        - name: grpc
          containerPort: {{ $root.Values.gateway.port }}
        {{- end }}
        - name: health
          containerPort: {{ $root.Values.healthPort }}
        - name: metrics
          containerPort: {{ $root.Values.metricsPort }}
      # Liveness is progress of the process itself; only readiness asks for the broker and the database.
      startupProbe:
        grpc: {port: {{ $root.Values.healthPort }}, service: live}
        periodSeconds: 2
        failureThreshold: 60
      livenessProbe:
        grpc: {port: {{ $root.Values.healthPort }}, service: live}
        periodSeconds: 20
        timeoutSeconds: 5
        failureThreshold: 3
      readinessProbe:
        grpc: {port: {{ $root.Values.healthPort }}, service: ready}
        periodSeconds: 5
        timeoutSeconds: 5
        failureThreshold: 3
      resources:
        {{- toYaml $values.resources | nindent 8 }}
      securityContext:
        {{- include "dateline.containerSecurity" $root | nindent 8 }}
      volumeMounts:
        {{- include "dateline.volumeMounts" $root | nindent 8 }}
        {{- if eq $role "fetch" }}
        - name: sources
          mountPath: /var/lib/dateline
        {{- end }}
  volumes:
    {{- include "dateline.volumes" (dict "configMap" $configMap) | nindent 4 }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          {{- include "dateline.selector" $names | nindent 10 }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}
